import { describe, expect, test } from '@jest/globals';
import { messagePath, PatchReader } from '../../src/history/patch-reader.ts';

interface Told {
  readonly commit: string;
  readonly path: string;
  readonly blob: string;
  readonly text: string;
  /** Of the first and the last byte. */
  readonly lines: readonly [number, number];
  /** The lines that are not only around those that were added. */
  readonly added: string;
}

function read(patch: Buffer, chunk: number): { told: Told[]; reader: PatchReader } {
  const told: Told[] = [];
  const reader = new PatchReader(({ commit, path, blob, bytes, lineAt, isAdded }) => {
    let added = '';
    for (let from = 0; from < bytes.length; from = bytes.indexOf(10, from) + 1 || bytes.length)
      if (isAdded(from, from + 1)) added += bytes.toString('utf8', from, bytes.indexOf(10, from) + 1 || bytes.length);
    const lines = bytes.length === 0 ? ([0, 0] as const) : ([lineAt(0), lineAt(bytes.length - 1)] as const);
    told.push({ commit, path, blob, text: bytes.toString('utf8'), lines, added });
  });
  for (let at = 0; at < patch.length; at += chunk) reader.add(patch.subarray(at, at + chunk));
  reader.end();
  return { told, reader };
}

const [one, two] = ['1'.repeat(40), '2'.repeat(40)];
const head = (commit: string, message: string): string =>
  `\0commit ${commit} 2026-01-02T03:04:05Z\n${message}\n\0end\n\n`;
const file = (path: string, blob: string, hunks: string): string =>
  `diff --git ${path} ${path}\nindex ${'0'.repeat(40)}..${blob} 100644\n--- ${path}\n+++ ${path}\n${hunks}`;
const small = Buffer.from(
  [
    head(one, 'Adds\n\n+ not a line of a file\n- nor this'),
    file(
      'a ü.ts',
      'a'.repeat(40),
      '@@ -1,2 +1,3 @@\n-old\n-older\n+new\n+++ three signs\n+\n@@ -9 +10,0 @@ f()\n-gone\n',
    ),
    file(
      'b.ts',
      'b'.repeat(40),
      '@@ -5,0 +7,2 @@\n+seven\n+eight\n@@ -20 +22 @@\n-x\n\\ No newline at end of file\n+22\n\\ No newline at end of file\n',
    ),
    file('c.ts', 'c'.repeat(40), '@@ -1 +0,0 @@\n-gone\n'),
    file('c.ts', 'c'.repeat(40), '@@ -1,2 +1 @@\n-gone\n here\n'),
    file(
      'd.ts',
      'e'.repeat(40),
      '@@ -5,4 +5,4 @@ f()\n  4\n-5\n+six\n -- 7\n \n@@ -19,3 +21,3 @@\n 21\n between\n-old\n+new\n',
    ),
    head(two, 'Binary'),
    `diff --git w.bin w.bin\nindex ${'0'.repeat(40)}..${'d'.repeat(40)} 100644\nBinary files /dev/null and w.bin differ\n`,
  ].join(''),
);
const whole = (commit: string, path: string, blob: string, text: string, lines: Told['lines']): Told => ({
  commit,
  path,
  blob,
  text,
  lines,
  added: text,
});
const expected: Told[] = [
  whole(one, messagePath, '', 'Adds\n\n+ not a line of a file\n- nor this\n', [1, 4]),
  whole(one, 'a ü.ts', 'a'.repeat(40), 'new\n++ three signs\n\n', [1, 3]),
  whole(one, 'b.ts', 'b'.repeat(40), 'seven\neight\n22\n', [7, 22]),
  // Nothing is in it that was not there before, but it is another version.
  whole(one, 'c.ts', 'c'.repeat(40), '', [0, 0]),
  whole(one, 'c.ts', 'c'.repeat(40), '', [0, 0]),
  { ...whole(one, 'd.ts', 'e'.repeat(40), ' 4\nsix\n-- 7\n\n21\nbetween\nnew\n', [5, 23]), added: 'six\nnew\n' },
  whole(two, messagePath, '', 'Binary\n', [1, 1]),
];

describe('the added lines of each file of each commit', () => {
  test.each([1, 2, 7, 15, 16, 17, 33, 1000, 100_000])('in chunks of %d bytes', (chunk) => {
    const { told, reader } = read(small, chunk);
    expect(told).toEqual(expected);
    expect(reader.commits).toBe(2);
    expect(reader.binaries).toMatchObject([{ commit: two, path: 'w.bin', blob: 'd'.repeat(40) }]);
  });

  test('that end without a line feed', () => {
    expect(read(small.subarray(0, small.indexOf('\n+eight') + 6), 5).told.at(-1)?.text).toBe('seven\neigh\n');
  });

  test('among lines that are not: where they alternate more often than there is room for, they come in parts', () => {
    const count = 20_000;
    const lines = Array.from({ length: count }, (_, at) => `${at % 2 === 0 ? ' old' : '+new'} ${at}\n`).join('');
    const patch = Buffer.from(head(one, 'Many') + file('a.txt', 'a'.repeat(40), `@@ -1,10000 +1,20000 @@\n${lines}`));
    for (const chunk of [777, 65_536]) {
      const parts = read(patch, chunk).told.filter(({ path }) => path === 'a.txt');
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.map(({ text }) => text).join('')).toBe(lines.replaceAll(/^[ +]/gm, ''));
      expect(parts.map(({ added }) => added).join('')).toBe(lines.replaceAll(/^ .*\n/gm, '').replaceAll(/^\+/gm, ''));
      expect(parts.map(({ lines: [first], text }) => first - Number(/\d+/.exec(text)?.[0]))).toEqual(
        parts.map(() => 1),
      );
    }
  });

  test('of any length: a line of five million bytes is whole, and many lines come in parts that end where lines do', () => {
    const long = 'x'.repeat(5_000_000);
    const many = Array.from({ length: 90_000 }, (_, at) => `+${at} ${'y'.repeat(90)}\n`).join('');
    const patch = Buffer.from(
      head(one, 'Large') +
        file('long.js', 'a'.repeat(40), `@@ -0,0 +1,2 @@\n+${long}\n+after\n`) +
        file('many.txt', 'b'.repeat(40), `@@ -0,0 +1,90000 @@\n${many}`),
    );
    for (const chunk of [4096, 65_536, 70_000]) {
      const { told } = read(patch, chunk);
      const texts = (path: string): Told[] => told.filter((each) => each.path === path);
      expect(
        texts('long.js')
          .map(({ text }) => text)
          .join(''),
      ).toBe(`${long}\nafter\n`);
      const parts = texts('many.txt');
      expect(parts.length).toBeGreaterThan(1);
      expect(parts.every(({ text }) => text.endsWith('\n'))).toBe(true);
      expect(parts.map(({ text }) => text).join('')).toBe(many.replaceAll(/^\+/gm, ''));
      // A part begins at the line that it begins with.
      expect(parts.map(({ lines: [first], text }) => first - Number(/^\d+/.exec(text)?.[0]))).toEqual(
        parts.map(() => 1),
      );
    }
  });
});
