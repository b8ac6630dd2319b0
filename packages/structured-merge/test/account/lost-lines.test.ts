import { describe, expect, test } from '@jest/globals';
import { mergeContents, takeSide } from '@cdev/structured-merge';
import { lines, merged } from '../merge.ts';
import { random } from '../random.ts';

describe('the account of what did not survive', () => {
  test('names the version that gave way, and why', async () => {
    const manifest = (zod: string): string => `${JSON.stringify({ dependencies: { zod } }, undefined, 2)}\n`;
    const { lost } = await merged({
      path: 'package.json',
      base: manifest('^4.0.0'),
      ours: manifest('^4.1.0'),
      theirs: manifest('^4.2.0'),
    });
    expect(lost).toEqual([
      {
        side: 'ours',
        line: 3,
        text: '    "zod": "^4.1.0"',
        reason: 'dependencies.zod: ours has ^4.1.0, theirs has ^4.2.0: ^4.2.0 is kept',
      },
    ]);
  });

  test('is empty where both sides are kept, also within one line', async () => {
    const { lost } = await merged({ path: 'a.txt', base: 'a b c d e\n', ours: 'X b c d e\n', theirs: 'a b c d Y\n' });
    expect(lost).toEqual([]);
  });

  test('does not miss what the other side took out elsewhere, and lists what a side costs that was asked for', () => {
    const input = {
      path: 'a.txt',
      base: lines('one', 'two', 'three'),
      ours: lines('one', 'mine'),
      theirs: lines('one', 'other', 'three'),
    };
    const taken = takeSide(input, 'theirs');
    expect(taken).toMatchObject({ lost: [{ side: 'ours', line: 2, text: 'mine' }] });
    expect(taken.kind === 'merged' && taken.lost[0]?.reason).toContain('theirs are taken, as asked');
  });
});

describe('on random edits of a real shape', () => {
  const next = random(29);
  const statement = (name: string): string[] => [
    `export function ${name}(a: number): number {`,
    `  return a + ${next(9)};`,
    '}',
  ];
  const source = [
    "import { a, b } from './ab.ts';",
    "import c from './c.ts';",
    '',
    ...['one', 'two', 'three', 'four'].flatMap((name) => [...statement(name), '']),
    'export const options = { first: a, second: b, third: c };',
  ];
  let marks = 0;
  /** Every insertion and change carries a word of its own, so that it can be looked for. */
  const edit = (side: string): string[] =>
    source.flatMap((line) => {
      const mark = `${side}${(marks += 1)}x`;
      const kind = next(14);
      if (kind === 0) return [];
      if (kind === 1) return [line, `// ${mark}`];
      if (kind === 2) return [line.replace('a', mark)];
      return kind === 3 && line === '}' ? [line, '', ...statement(mark)] : [line];
    });

  test('no word that a side brought is gone without being named', async () => {
    let mergedRuns = 0;
    for (let round = 0; round < 200; round += 1) {
      const [ours, theirs] = [lines(...edit('m')), lines(...edit('t'))];
      const result = await mergeContents({ path: 'a.ts', base: lines(...source), ours, theirs });
      if (result.kind === 'conflict') continue;
      mergedRuns += 1;
      const known = `${result.content}\n${result.lost.map(({ text }) => text).join('\n')}`;
      for (const [mark] of `${ours}${theirs}`.matchAll(/\b[mt]\d+x\b/g)) expect(known).toContain(mark);
      expect(result.lost.every(({ reason }) => reason !== '')).toBe(true);
    }
    expect(mergedRuns).toBeGreaterThan(20);
  });
});
