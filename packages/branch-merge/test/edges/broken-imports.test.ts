import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { mergeBranches } from '../../src/index.ts';

const files = {
  'src/total.ts': 'export const total = 1;\n\nexport const other = 2;\n',
  'src/cart.ts': "import { other } from './total.js';\n\nexport const cart = other;\n",
  'src/all.ts': "export * from './total.ts';\n",
};

async function merged(ours: Readonly<Record<string, string>>, theirs: Readonly<Record<string, string>>) {
  await using repo = await tempRepo(files, { branches: { ours, theirs } });
  const merge = await mergeBranches({ cwd: repo.path, ours: 'ours', theirs: 'theirs', checksImports: true });
  expect(merge.tree).toBeDefined();
  return merge.brokenImports;
}

const taking = { 'src/cart.ts': "import { other, total } from './total.js';\n\nexport const cart = other + total;\n" };
const without = { 'src/total.ts': 'export const sum = 1;\n\nexport const other = 2;\n' };
const broken = { importer: 'src/cart.ts', path: 'src/total.ts', name: 'total' };

test('names an import of one side whose export the other took out, in either direction', async () => {
  expect(await merged(without, taking)).toEqual([broken]);
  expect(await merged(taking, without)).toEqual([broken]);
  const fresh = { 'src/deep/new.ts': "export { total as sum } from '../total';\n" };
  expect(await merged(without, fresh)).toEqual([{ ...broken, importer: 'src/deep/new.ts' }]);
});

test.each([
  [
    'is there in another way',
    { 'src/total.ts': 'const one = 1;\nexport { one as total };\n\nexport const other = 2;\n' },
    taking,
  ],
  ['was broken on its own side before', { ...without, ...taking }, { 'src/new.ts': 'export {};\n' }],
  [
    'may come from where all names are passed on',
    {
      'src/total.ts': "export * from './more.ts';\nexport const other = 2;\n",
      'src/more.ts': 'export const total = 1;\n',
    },
    taking,
  ],
  [
    'is taken by all names at once',
    without,
    { 'src/cart.ts': "import * as all from './total.js';\n\nexport const cart = all;\n" },
  ],
  [
    'is of a package',
    without,
    {
      'src/cart.ts':
        "import { other } from './total.js';\nimport { total } from 'total';\n\nexport const cart = other + total;\n",
    },
  ],
] as const)('says nothing of a name that %s', async (_, ours, theirs) => {
  expect(await merged(ours, theirs)).toEqual([]);
});

test('looks for it only where that is asked for', async () => {
  await using repo = await tempRepo(files, { branches: { ours: without, theirs: taking } });
  expect((await mergeBranches({ cwd: repo.path, ours: 'ours', theirs: 'theirs' })).brokenImports).toEqual([]);
});
