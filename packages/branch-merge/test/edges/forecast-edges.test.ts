import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { forecastEdges } from '../../src/index.ts';
import { readSurface } from '../../src/edges/exported-names.ts';

const files = {
  'src/total.ts':
    'export function total(a: number) {\n  return a;\n}\nexport const zero = 0;\nexport default class {}\n',
  'src/cart/index.ts': "import { total } from '../total.js';\nexport const cart = () => total(1);\n",
  'src/notes.md': 'one\ntwo\nthree\n',
};

describe('forecastEdges', () => {
  test('finds what does not merge, and what merges and may not work together', async () => {
    await using repo = await tempRepo(files);
    const base = await repo.git('rev-parse', 'HEAD');
    const side = async (id: string, changes: Readonly<Record<string, string>>) => {
      await repo.git('checkout', '-q', '-B', id, base);
      return { id, base, commit: await repo.commit(`Work of ${id}`, changes) };
    };
    const sides = [
      await side('rename', { 'src/total.ts': files['src/total.ts'].replace('total(a', 'sum(a') }),
      await side('caller', { 'src/cart/index.ts': files['src/cart/index.ts'].replace('total(1)', 'total(2)') }),
      await side('format', { 'src/total.ts': files['src/total.ts'].replace('return a', '  return a') }),
      await side('other', {
        'src/new.ts': "import * as all from './total.ts';\nexport { cart } from './cart/index.ts';\nall;\n",
      }),
      await side('notes', { 'src/notes.md': 'ONE\ntwo\nthree\n', 'src/broken.ts': 'export {{{' }),
      await side('prose', { 'src/notes.md': 'Eins\ntwo\nthree\n' }),
    ];
    await repo.git('checkout', '-q', 'main');
    const edges = await forecastEdges(repo.path, [...sides, { id: 'main', commit: base, base: undefined }]);
    const total = { path: 'src/total.ts', name: 'total', changedBy: 'rename' };
    expect(edges).toEqual([
      { between: ['rename', 'caller'], conflicts: [], uses: [{ ...total, importer: 'src/cart/index.ts' }] },
      {
        between: ['rename', 'format'],
        conflicts: expect.any(Array),
        uses: [],
      },
      { between: ['rename', 'other'], conflicts: [], uses: [{ ...total, importer: 'src/new.ts' }] },
      {
        between: ['caller', 'other'],
        conflicts: [],
        uses: [{ path: 'src/cart/index.ts', name: 'cart', changedBy: 'caller', importer: 'src/new.ts' }],
      },
      { between: ['notes', 'prose'], conflicts: [{ path: 'src/notes.md', kind: 'content' }], uses: [] },
    ]);
    expect(await forecastEdges(repo.path, [])).toEqual([]);
  });
});

test('what a script shows to others', async () => {
  const text = [
    "import first, { second as two } from './a.js';",
    "export { third as four } from './b.js';",
    "export * from './c.js';",
    'const five = 5, six = 6;',
    'export { five };',
    'export default function seven() {}',
    'export type Eight = 8;',
  ].join('\n');
  const surface = readSurface('x.ts', text);
  expect(surface?.imports).toEqual([
    { from: './a.js', name: 'default' },
    { from: './a.js', name: 'second' },
    { from: './b.js', name: 'third' },
    { from: './c.js', name: '*' },
  ]);
  expect([...(surface?.exports.keys() ?? [])]).toEqual(['four', '*', 'five', 'default', 'Eight']);
  expect(surface?.exports.get('five')?.()).toBe('five = 5');
  expect(readSurface('x.md', text)).toBeUndefined();
  const element = readSurface('x.js', "import { b } from './b.js';\nexport const a = <b>{b}</b>;\n");
  expect(element).toMatchObject({ imports: [{ from: './b.js', name: 'b' }] });
  expect([...(element?.exports.keys() ?? [])]).toEqual(['a']);
});
