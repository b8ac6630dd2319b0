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
const broken = { importer: 'src/cart.ts', path: 'src/total.ts', name: 'total', removedBy: 'ours' };

test('names an import of one side whose export the other took out, in either direction', async () => {
  expect(await merged(without, taking)).toEqual([broken]);
  expect(await merged(taking, without)).toEqual([{ ...broken, removedBy: 'theirs' }]);
  const fresh = { 'src/deep/new.ts': "export { total as sum } from '../total';\n" };
  expect(await merged(without, fresh)).toEqual([{ ...broken, importer: 'src/deep/new.ts' }]);
});

test('finds it whichever side changes more, and through an index', async () => {
  const many = Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`src/more-${at}.ts`, 'export {};\n']));
  expect(await merged({ ...without, ...many }, taking)).toEqual([broken]);
  expect(await merged(without, { ...taking, ...many })).toEqual([broken]);
  const index = { 'src/all.ts': 'export {};\n' };
  const [from, to] = ['src/lib/index.ts', 'src/new.ts'];
  await using repo = await tempRepo(
    { [from]: 'export const total = 1;\n' },
    { branches: { ours: { [from]: 'export {};\n' }, theirs: { ...index, [to]: "export { total } from './lib';\n" } } },
  );
  const merge = await mergeBranches({ cwd: repo.path, ours: 'ours', theirs: 'theirs', checksImports: true });
  expect(merge.brokenImports).toEqual([{ importer: to, path: from, name: 'total', removedBy: 'ours' }]);
});

test.each([
  [
    'may be of a module that no statement exports from',
    { 'src/total.ts': 'const total = 1;\nmodule.exports = { total, other: 2 };\n' },
    taking,
  ],
  ['may be in one object', { 'src/total.ts': 'const all = { total: 1, other: 2 };\nexport = all;\n' }, taking],
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

test('says nothing where each platform has a file of its own now, and names a file that is gone', async () => {
  await using repo = await tempRepo(files, { branches: { theirs: taking } });
  await repo.git('rm', '-q', 'src/total.ts');
  await repo.commit('Take it out');
  const merge = { cwd: repo.path, ours: 'main', theirs: 'theirs', checksImports: true };
  expect((await mergeBranches(merge)).brokenImports).toEqual([broken]);
  await repo.commit('One each', {
    'src/total.ios.ts': files['src/total.ts'],
    'src/total.web.ts': files['src/total.ts'],
  });
  expect((await mergeBranches(merge)).brokenImports).toEqual([]);
});

test('looks for it only where that is asked for', async () => {
  await using repo = await tempRepo(files, { branches: { ours: without, theirs: taking } });
  expect((await mergeBranches({ cwd: repo.path, ours: 'ours', theirs: 'theirs' })).brokenImports).toEqual([]);
});
