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

  test('a merge that has names again which a side took out of the file is less sure', async () => {
    const body = (name: string): string => rows(12, (at) => `step(${name}, ${at});\n\n`).join('');
    const names = (count: number, of: string): string => rows(count, (at) => `${of}${at}(1);\n`).join('');
    const file = (first: string, middle: string, last: string): string =>
      `function run(step) {\nstart(${first});\n\n${body('it')}${middle}\n${body('it')}end(${last});\n}\n`;
    const merge = async (brought: string): Promise<string> => {
      const { resolutions } = await merged({
        path: 'a.js',
        base: file('1, 2', names(9, 'old'), '0'),
        ours: file('3, 2', '', '0'),
        theirs: file('3, 4', names(9, 'old'), brought),
      });
      return least(resolutions);
    };
    expect(await merge('other0, other1, other2, other3, other4, other5')).toBe('likely');
    expect(await merge('old0, old1, old2, old3, old4, old5')).toBe('guess');
  });

  test('two sides that did much the same are surer', async () => {
    const entries = (count: number, by: string): Record<string, number> =>
      Object.fromEntries(rows(count, (at) => `${by}${at}`).map((key, at) => [key, at]));
    const merge = async (common: number, own: number): Promise<string> => {
      const { resolutions } = await merged({
        path: 'texts.json',
        base: json({ end: 0 }),
        ours: json({ ...entries(common, 'both'), ...entries(own, 'ours'), end: 0 }),
        theirs: json({ ...entries(common, 'both'), ...entries(own, 'theirs'), end: 0 }),
      });
      return least(resolutions);
    };
    expect(await merge(0, 4)).toBe('likely');
    expect(await merge(38, 2)).toBe('certain');
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
