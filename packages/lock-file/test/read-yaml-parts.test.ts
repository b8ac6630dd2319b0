import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { load } from 'js-yaml';
import { readYamlParts } from '../src/read-yaml-parts.ts';

/** As pnpm and yarn write them, and larger than a part: sections, long entries, comments, texts over several lines, empty lines. */
function sections(seed: number, entries: number): string {
  let state = seed;
  const next = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below;
  const entry = (at: number): string => {
    const forms = [
      `  'name-${at}@1.0.${next(9)}':\n    resolution: {integrity: sha512-${'x'.repeat(next(300))}}\n    engines: {node: '>=${next(20)}'}\n`,
      `  name-${at}:\n    deprecated: |-\n      first line\n\n      - no list: of anything\n    peerDependencies:\n      '@a/b': ^1\n`,
      `  "/name/${at}":\n    - one\n    - two: 2\n`,
      `  name-${at}: {}\n`,
      `  # a comment\n  name-${at}: 'it''s: "so"'\n`,
    ];
    return forms[next(forms.length)]!;
  };
  const section = (name: string): string =>
    `${name}:\n\n${Array.from({ length: entries }, (_, at) => entry(at) + '\n'.repeat(next(2))).join('')}`;
  return `lockfileVersion: '9.0'\n\nsettings:\n  one: true\n\n${section('packages')}\nempty:\n${section('snapshots')}# end\n`;
}

describe('a mapping that is read part by part', () => {
  test.each([1, 2, 3, 4])('is the same as read at once, in the same order (%d)', (seed) => {
    for (const entries of [0, 3, 3000]) {
      const text = sections(seed, entries);
      const parts = readYamlParts(text);
      expect(JSON.stringify(parts)).toBe(JSON.stringify(load(text)));
    }
  });

  test('with keys in the first column alone, as of yarn, and a lock file as it is', async () => {
    const yarn = Array.from(
      { length: 4000 },
      (_, at) =>
        `"a-${at}@npm:^1.0.0, a-${at}@npm:~1.0.${at % 7}":\n  version: 1.0.0\n  dependencies:\n    b: "npm:^2"\n\n`,
    );
    const own = await readFile(new URL('../../../pnpm-lock.yaml', import.meta.url), 'utf8');
    for (const text of [`__metadata:\n  version: 8\n\n${yarn.join('')}`, own])
      expect(JSON.stringify(readYamlParts(text))).toBe(JSON.stringify(load(text)));
  });

  test.each([
    ['two documents', 'a: 1\n---\nb: 2\n'],
    ['an anchor', 'a: &one {x: 1}\nb: *one\n'],
    ['a key that comes twice', 'a: 1\nb: 2\na: 3\n'],
    ['a key twice in different parts', `a: 1\nb:\n  c: 1\nx: "${'y'.repeat(300_000)}"\na: 2\n`],
    ['an open merge conflict', 'a: 1\n<<<<<<< here\nb: 1\n=======\nb: 2\n>>>>>>> there\n'],
    ['what is broken', 'a: [1\nb: 2\n'],
    ['a key that is no name', 'a: 1\n__proto__: {x: 1}\n'],
    ['a list', '- a\n- b\n'],
  ])('%s: it is not read so', (_, text) => {
    expect(readYamlParts(text)).toBeUndefined();
  });
});
