import { describe, expect, test } from '@jest/globals';
import { mergeContents, type MergeInput } from '../src/index.ts';
import { lines } from './merge.ts';

const names = (...all: string[]) => lines(...all.map((name) => `import { ${name} } from './${name}.ts';`));
const json = (value: object) => `${JSON.stringify(value, undefined, 2)}\n`;
const inputs: readonly MergeInput[] = [
  { path: 'a.ts', base: names('s'), ours: names('s', 'a'), theirs: names('s', 'b') },
  { path: 'a.json', base: json({}), ours: json({ a: 1 }), theirs: json({ b: 2 }) },
  { path: 'a.yaml', base: 'x: 1\n', ours: 'x: 1\na: 1\n', theirs: 'x: 1\nb: 1\n' },
  { path: 'a.md', base: '- x\n', ours: '- x\n- a\n', theirs: '- x\n- b\n' },
];

describe('a file whose time is used up', () => {
  test.each(inputs)('is left to lines, which say what was not tried: $path', async (input) => {
    expect((await mergeContents(input)).kind).toBe('merged');
    const late = await mergeContents({ ...input, timeLimit: 0, explains: true });
    expect(late.kind).toBe('conflict');
    expect(late.kind === 'conflict' && late.hunks.length).toBe(1);
    const reasons = late.steps?.filter(({ outcome }) => outcome === 'gave way').map(({ reason }) => reason);
    expect(reasons).toContain('The time for this file was used up');
  });

  test('still merges what lines can merge, and the next file has its own time', async () => {
    const input = { path: 'a.ts', base: 'a;\n\nb;\n', ours: 'a();\n\nb;\n', theirs: 'a;\n\nb();\n', timeLimit: 0 };
    expect(await mergeContents(input)).toMatchObject({ kind: 'merged', content: 'a();\n\nb();\n' });
    const [late, whole] = await Promise.all(
      inputs.slice(0, 1).flatMap((one) => [mergeContents({ ...one, timeLimit: 0 }), mergeContents(one)]),
    );
    expect([late?.kind, whole?.kind]).toEqual(['conflict', 'merged']);
  });
});
