import { describe, expect, test } from '@jest/globals';
import { hasConflictMarkers, mergeContents, parses } from '@cdev/structured-merge';
import { lines } from './merge.ts';
import { random } from './random.ts';

type Next = ReturnType<typeof random>;

const words = (next: Next, length: number): string[] =>
  Array.from({ length }, () => ['alpha', 'beta', 'gamma', '', '}', '  x = 1;', 'delta()'][next(7)] as string);

/** Changes, adds and removes lines, at least two apart, of those that `mine` admits. */
function edit(base: readonly string[], next: Next, mine: (index: number) => boolean): string[] {
  return base.flatMap((line, index) => {
    if (!mine(index) || next(3) > 0) return [line];
    return [[], [`${line} changed ${next(1000)}`], [line, `added ${next(1000)}`]][next(3)] as string[];
  });
}

const unique = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index}`);

describe('on random edits', () => {
  test('edits of different lines are all kept, and the sides can be swapped', async () => {
    const next = random(3);
    for (let round = 0; round < 80; round += 1) {
      const base = unique(24);
      const ours = edit(base, next, (index) => index % 12 < 4);
      const theirs = edit(base, next, (index) => index % 12 > 5 && index % 12 < 10);
      const input = { path: 'a.txt', base: lines(...base), ours: lines(...ours), theirs: lines(...theirs) };
      const result = await mergeContents(input);
      const swapped = await mergeContents({ ...input, ours: input.theirs, theirs: input.ours });
      if (result.kind === 'conflict') throw new Error(JSON.stringify(input));
      const got = result.content.split('\n');
      for (const line of [...ours, ...theirs].filter((line) => !base.includes(line))) expect(got).toContain(line);
      for (const line of base) {
        expect(got.includes(line)).toBe(ours.includes(line) && theirs.includes(line));
      }
      expect(swapped).toEqual(result);
    }
  });

  test('edits of different keys are all kept, whatever else is in the map', async () => {
    const next = random(5);
    for (let round = 0; round < 80; round += 1) {
      const base = Object.fromEntries(unique(8).map((key, index) => [key, index % 3 === 0 ? { deep: index } : index]));
      const change = (own: number): Record<string, unknown> => {
        const entries = Object.entries(base).flatMap(([key, value], index): [string, unknown][] => {
          if (index % 2 !== own || next(2) === 0) return [[key, value]];
          return next(2) === 0 ? [] : [[key, `${own} ${next(100)}`]];
        });
        entries.splice(next(entries.length + 1), 0, [`added by ${own}`, next(100)]);
        return Object.fromEntries(entries);
      };
      const [ours, theirs] = [change(0), change(1)];
      const write = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
      const result = await mergeContents({
        path: 'a.json',
        base: write(base),
        ours: write(ours),
        theirs: write(theirs),
      });
      if (result.kind === 'conflict') throw new Error(JSON.stringify({ base, ours, theirs, result }));
      const expected = Object.fromEntries(
        [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
          .filter((key) => !(key in base) || (key in ours && key in theirs))
          .map((key) => [key, JSON.stringify(ours[key]) === JSON.stringify(base[key]) ? theirs[key] : ours[key]]),
      );
      expect(JSON.parse(result.content)).toEqual(expected);
      expect(result.content).toBe(write(JSON.parse(result.content)));
    }
  });

  test('what is merged holds no marker and parses, and a conflict shows no side as decided', async () => {
    const next = random(9);
    let conflicts = 0;
    for (let round = 0; round < 150; round += 1) {
      const base = words(next, next(10));
      const mine = (): boolean => true;
      const path = ['a.txt', 'a.md', 'a.js', 'a.yaml', 'a.json'][next(5)] as string;
      const [ours, theirs] = [edit(base, next, mine), edit(base, next, mine)];
      const result = await mergeContents({
        path,
        base: lines(...base),
        ours: lines(...ours),
        theirs: lines(...theirs),
      });
      if (result.kind === 'conflict') {
        conflicts += 1;
        expect(hasConflictMarkers(result.partial ?? '')).toBe(false);
        for (const { ours: mine, theirs: other } of result.hunks) expect(mine.text).not.toBe(other.text);
        continue;
      }
      expect(hasConflictMarkers(result.content)).toBe(false);
      if (lines(...ours) !== lines(...theirs) && ![ours, theirs].some((side) => lines(...side) === lines(...base))) {
        expect(parses(path, result.content)).not.toBe(false);
      }
    }
    expect(conflicts).toBeGreaterThan(20);
  });

  test('every line that a side added is in the merge, or a decision is named', async () => {
    const next = random(13);
    for (let round = 0; round < 150; round += 1) {
      const base = words(next, 3 + next(8));
      const [ours, theirs] = [edit(base, next, () => true), edit(base, next, () => true)];
      const result = await mergeContents({
        path: 'a.txt',
        base: lines(...base),
        ours: lines(...ours),
        theirs: lines(...theirs),
      });
      if (result.kind === 'conflict' || result.resolutions.length > 0) continue;
      const got = result.content.split('\n');
      for (const line of [...ours, ...theirs].filter((line) => !base.includes(line))) expect(got).toContain(line);
    }
  });
});

describe('whatever the kind of file', () => {
  const kinds = {
    'a.txt': (at: number, value: string) => `line ${at} is ${value}`,
    'a.md': (at: number, value: string) => `- item ${at} is ${value}`,
    'b.md': (at: number, value: string) => `## Section ${at}\n\nIt is ${value}.\n`,
    'a.ts': (at: number, value: string) => `export const name${at} = '${value}';`,
    'a.yaml': (at: number, value: string) => `key${at}: ${value}`,
    'a.json': (at: number, value: string) => `  "key${at}": "${value}",`,
  } as const;

  test.each(Object.entries(kinds))(
    'edits apart in %s: no side first, nothing lost, and merged again nothing new',
    async (path, line) => {
      const next = random(17);
      const write = (values: readonly (string | undefined)[]): string => {
        const body = values.flatMap((value, at) => (value === undefined ? [] : [line(at, value)]));
        return path === 'a.json' ? lines('{', ...body, '  "end": 1', '}') : lines(...body);
      };
      for (let round = 0; round < 12; round += 1) {
        const values = Array.from({ length: 16 }, (_, at) => `old${at}`);
        const side = (name: string, mine: (at: number) => boolean): (string | undefined)[] =>
          values.map((value, at) => {
            if (!mine(at) || next(3) > 0) return value;
            return next(4) === 0 ? undefined : `${name}${next(1000)}`;
          });
        const ours = side('mine', (at) => at % 8 < 3);
        const theirs = side('other', (at) => at % 8 > 3 && at % 8 < 7);
        const [base, left, right] = [write(values), write(ours), write(theirs)];
        const wanted = write(values.map((value, at) => (ours[at] === value ? theirs[at] : ours[at])));
        const merge = async (one: string, other: string) => mergeContents({ path, base, ours: one, theirs: other });
        expect(await merge(left, right)).toMatchObject({ kind: 'merged', content: wanted, lost: [] });
        expect(await merge(right, left)).toMatchObject({ content: wanted });
        expect(await merge(wanted, right)).toMatchObject({ content: wanted });
        expect(await merge(left, wanted)).toMatchObject({ content: wanted });
        expect(await merge(left, base)).toMatchObject({ content: left, lost: [] });
      }
    },
  );

  test('each line that a side added is in a Markdown merge, or named as given up', async () => {
    const next = random(23);
    let merges = 0;
    for (let round = 0; round < 60; round += 1) {
      const base = [
        '# A',
        '',
        '- one',
        '- two',
        '',
        'Text of it.',
        '',
        '## B',
        '',
        '| a | b |',
        '| - | - |',
        '| 1 | 2 |',
        '',
      ];
      const add = (mark: string): string[] =>
        base.flatMap((text, at) => {
          if (next(5) > 0) return [text];
          const fresh = [`- ${mark}${at} item`, `${mark}${at} text`, `## ${mark}${at}`, `| ${mark}${at} | x |`][
            next(4)
          ] as string;
          return next(3) === 0 ? [fresh] : [text, fresh];
        });
      const [ours, theirs] = [add('mine'), add('other')];
      const input = { path: 'a.md', base: lines(...base), ours: lines(...ours), theirs: lines(...theirs) };
      const result = await mergeContents(input);
      if (result.kind === 'conflict') continue;
      merges += 1;
      const known = `${result.content}\n${result.lost.map(({ text }) => text).join('\n')}`;
      for (const mark of [...ours, ...theirs].join('\n').match(/(?:mine|other)\d+/g) ?? [])
        expect(known).toContain(mark);
      expect(result.lost.every(({ reason }) => reason !== '')).toBe(true);
    }
    expect(merges).toBeGreaterThan(10);
  });
});

describe('of any content', () => {
  const samples = [
    ['a.txt', 'a\r\nb\n'],
    ['a.json', '{ "a": [1, 2] // x\n}'],
    ['a.yaml', 'a: &x 1\nb: *x\n'],
    ['a.ts', "import a from 'a';\nexport { a };\n"],
    ['a.md', '# A\n\n- b\n'],
    ['a.png', '\u0000'],
    ['pnpm-lock.yaml', 'a: 1\n'],
    ['a.ts', 'let = ;'],
  ] as const;

  test.each(samples)('%s: a merge with itself is itself (%p)', async (path, text) => {
    for (const base of [undefined, text, '', 'other\n']) {
      expect(await mergeContents({ path, base, ours: text, theirs: text })).toMatchObject({
        kind: 'merged',
        content: text,
      });
    }
  });

  test.each(samples)('%s: a side that changed nothing gives way (%p)', async (path, text) => {
    const changed = `${text}x`;
    expect(await mergeContents({ path, base: text, ours: text, theirs: changed })).toMatchObject({ content: changed });
    expect(await mergeContents({ path, base: text, ours: changed, theirs: text })).toMatchObject({ content: changed });
  });
});
