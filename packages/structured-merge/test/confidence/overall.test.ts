import { describe, expect, test } from '@jest/globals';
import { merged } from '../merge.ts';

const rows = (count: number, text: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => text(at));
const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;
const least = (resolutions: readonly { confidence: string }[]): string =>
  ['guess', 'likely'].find((tier) => resolutions.some(({ confidence }) => confidence === tier)) ?? 'certain';

describe('how sure a merge is as a whole', () => {
  const manifest = (own: Record<string, string>): string => json({ name: 'a', dependencies: { zod: '1.0.0', ...own } });

  test('keys that only one side touched are certain in a manifest', async () => {
    const { resolutions } = await merged({
      path: 'package.json',
      base: manifest({}),
      ours: manifest({ ajv: '1.0.0' }),
      theirs: manifest({ yaml: '1.0.0' }),
    });
    expect(least(resolutions)).toBe('certain');
  });

  test('the same decision is less sure where the sides changed much of the file', async () => {
    const file = (value: number, changed: (at: number) => boolean, by: string): string =>
      json(Object.fromEntries(rows(400, (at) => `key${at}`).map((key, at) => [key, changed(at) ? by : value])));
    const { resolutions } = await merged({
      path: 'texts.json',
      base: file(1, () => false, ''),
      ours: file(1, (at) => at % 2 === 0, 'a'),
      theirs: file(1, (at) => at % 2 === 1, 'b'),
    });
    expect(resolutions).toEqual([
      expect.objectContaining({ where: 'whole file', trait: 'overall', confidence: 'guess' }),
    ]);
  });

  test('a name that is kept against a removal makes a script a guess', async () => {
    const { resolutions } = await merged({
      path: 'a.ts',
      base: "import { a, b } from 'x';\na();\nb();\n\n\n\nend();\n",
      ours: "import { a } from 'x';\nimport c from 'c';\na();\nc();\n\n\n\nend();\n",
      theirs: "import { a, b } from 'x';\nimport d from 'd';\na();\nb();\n\n\n\nend();\nb(d);\n",
    });
    expect(resolutions).toContainEqual(expect.objectContaining({ trait: 'kept' }));
    expect(least(resolutions)).toBe('guess');
  });

  test('texts of which too little is known keep the tiers of their decisions', async () => {
    const { resolutions } = await merged({
      path: 'a.txt',
      base: 'one two three four\n',
      ours: 'ONE two three four\n',
      theirs: 'one two three FOUR\n',
    });
    expect(resolutions.map(({ trait }) => trait)).not.toContain('overall');
  });
});
