import { expect, test } from '@jest/globals';
import { pathsTo, tracePaths } from '../../src/index.ts';
import { graphOf } from '../source.ts';

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': { devDependencies: { c: '1' }, dependencies: { '@shop/cart': '1' } },
    'packages/cart': { name: '@shop/cart', devDependencies: { c: '1' }, dependencies: { a: '1' } },
    'packages/tool': { name: '@shop/tool', dependencies: { b: '1' } },
    'node_modules/@shop/cart': { resolved: 'packages/cart', link: true },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '1' } },
    'node_modules/b': { version: '1.0.0', dependencies: { c: '1' } },
    'node_modules/c': { version: '1.0.0', dependencies: { a: '1' } },
    'node_modules/alone': { version: '1.0.0' },
  },
});

test('each importer has its shortest path, a shipped one before a shorter one for development', async () => {
  const graph = await graphOf('package-lock.json', lock);
  const paths = pathsTo(graph, 'node_modules/c').map(({ importer, ids, isShipped }) => [
    importer.path,
    ids.map((id) => id.slice(13)),
    isShipped,
  ]);
  expect(paths).toEqual([
    // The root has the member too, but the member answers for what it brings.
    ['', ['c'], false],
    ['packages/tool', ['b', 'c'], true],
    ['packages/cart', ['a', 'b', 'c'], true],
  ]);
});

test('the edges say what each on the way asks for', async () => {
  const graph = await graphOf('package-lock.json', lock);
  const [first] = pathsTo(graph, 'node_modules/b');
  expect(first?.edges).toEqual([{ name: 'b', kind: 'runtime', range: '1', to: 'node_modules/b' }]);
});

test('one question does not change the answer to the next', async () => {
  const graph = await graphOf('package-lock.json', lock);
  const trace = tracePaths(graph);
  const ids = ['node_modules/c', 'node_modules/a', 'node_modules/alone', 'node_modules/b', 'nobody', 'node_modules/c'];
  expect(ids.map(trace)).toEqual(ids.map((id) => pathsTo(graph, id)));
});

test('what nobody leads to has no path', async () => {
  expect(pathsTo(await graphOf('package-lock.json', lock), 'node_modules/alone')).toEqual([]);
});
