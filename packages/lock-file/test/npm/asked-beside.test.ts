import { expect, test } from '@jest/globals';
import { graphOf } from '../source.ts';

const shop = {
  name: 'shop',
  dependencies: { ms: '^2.0.0', '@shop/cart': '*', tools: 'workspace:^', near: '../near' },
  devDependencies: { jest: '^30.0.0' },
  optionalDependencies: { fsevents: '^2.0.0' },
  peerDependencies: { react: '*' },
};
const cart = { name: '@shop/cart', version: '1.0.0', dependencies: { ms: '^2.0.0' } };
const manifests = { '': shop, 'packages/cart': cart };

test.each<readonly [string, string, string]>([
  [
    'npm, of which the root’s own record is as old',
    'package-lock.json',
    JSON.stringify({
      lockfileVersion: 3,
      packages: { '': { name: 'shop' }, 'node_modules/jest': { version: '30.0.0' } },
    }),
  ],
  [
    'pnpm',
    'pnpm-lock.yaml',
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    devDependencies:\n      jest:\n        specifier: ^30.0.0\n        version: 30.0.0\npackages:\n  jest@30.0.0:\n    resolution: {integrity: sha512-AA==}\nsnapshots:\n  jest@30.0.0: {}\n",
  ],
  [
    'bun',
    'bun.lock',
    JSON.stringify({
      lockfileVersion: 1,
      workspaces: { '': { devDependencies: { jest: '^30.0.0' } } },
      packages: { jest: ['jest@30.0.0', '', {}, 'sha512-AA=='] },
    }),
  ],
  ['yarn 1', 'yarn.lock', 'jest@^30.0.0:\n  version "30.0.0"\n'],
])('what a manifest asks for and the lock file has nothing for is missing: %s', async (_, file, text) => {
  const { missing } = await graphOf(file, text, { manifests });
  expect(missing.filter(({ from }) => from === 'workspace:')).toEqual([
    { from: 'workspace:', name: 'ms', kind: 'runtime', range: '^2.0.0' },
  ]);
});

test('a lock file that was cut off before its packages has none of what is asked for', async () => {
  const text =
    "lockfileVersion: '9.0'\nimporters:\n  .:\n    dependencies:\n      ms:\n        specifier: ^2.0.0\n        version: 2.1.3\n";
  const { missing } = await graphOf('pnpm-lock.yaml', text);
  expect(missing.map(({ name }) => name)).toEqual(['ms']);
});
