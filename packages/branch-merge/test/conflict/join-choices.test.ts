import { describe, expect, test } from '@jest/globals';
import { mergeContents, type ConflictHunk } from '@cdev/structured-merge';
import { joinChoices, type ThreeTexts } from '../../src/index.ts';

async function hunksOf(texts: ThreeTexts): Promise<readonly ConflictHunk[]> {
  const result = await mergeContents(texts);
  return result.kind === 'conflict' ? result.hunks : [];
}

const script = (one: string, two: string, ...names: string[]) => [
  ...names.map((name) => `import { ${name} } from './${name}.ts';`),
  '',
  `const one = ${one};`,
  '',
  '',
  `const two = ${two};`,
  '',
];

describe('joinChoices', () => {
  test.each(['\n', '\r\n'])('puts a chosen text at each place, and keeps what structure decides (%j)', async (end) => {
    const texts = {
      path: 'a.ts',
      base: script('1', '2', 's').join(end),
      ours: script('f()', '[2]', 's', 'a').join(end),
      theirs: script('{}', 'g()', 's', 'b').join(end),
    };
    const hunks = await hunksOf(texts);
    expect(hunks).toHaveLength(2);
    const choices = hunks.map((hunk, at) => ({ hunk, text: at === 0 ? hunk.theirs.text : hunk.ours.text }));
    const joined = await joinChoices(texts, choices);
    expect(joined?.content).toBe(script('{}', '[2]', 's', 'a', 'b').join(end));
    expect(joined?.resolutions.length).toBeGreaterThan(0);
  });

  test('gives nothing where a piece is not what it says, or has no place on a side', async () => {
    const texts = { path: 'a.ts', base: 'let a = 1;\n', ours: 'let a = f();\n', theirs: 'let a = [];\n' };
    const [hunk] = await hunksOf(texts);
    if (!hunk) throw new Error('It was to be a conflict');
    expect(await joinChoices({ ...texts, ours: 'let b = 1;\n' }, [{ hunk, text: 'x' }])).toBeUndefined();
    expect(await joinChoices(texts, [])).toBeUndefined();
    // One side deleted a key and the other changed it: an empty text, and no line to put another one at.
    const json = { path: 'a.yaml', base: 'a: 1\nb: 1\n', ours: 'b: 1\n', theirs: 'a: 2\nb: 1\n' };
    const [value] = await hunksOf(json);
    if (!value) throw new Error('It was to be a conflict');
    expect(await joinChoices(json, [{ hunk: value, text: value.theirs.text }])).toBeUndefined();
  });
});
