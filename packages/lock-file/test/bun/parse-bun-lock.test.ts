import { expect, test } from '@jest/globals';
import { edges, graphOf, listed, only } from '../source.ts';

const lock = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "shop", "dependencies": { "debug": "^4.0.0", }, "devDependencies": { "ms": "^1.0.0" }, },
    "packages/cart": { "name": "@shop/cart", "version": "1.0.0", "dependencies": { "ms": "^2.0.0", "forked": "github:ada/forked" }, },
  },
  "packages": {
    "@shop/cart": ["@shop/cart@workspace:packages/cart"],
    "@shop/cart/ms": ["ms@2.0.0", "", {}, "sha512-CC=="],
    "debug": ["debug@4.4.3", "", { "dependencies": { "ms": "^2.1.3" }, "optionalPeers": ["supports-color"] }, "sha512-AA=="],
    "debug/ms": ["ms@2.1.3", "https://packages.example/ms.tgz", {}, "sha512-BB=="],
    "forked": ["forked@github:ada/forked#0a1b", { "dependencies": { "lost": "1" } }, "ada-forked-0a1b"],
    "ms": ["ms@1.0.0", "", {}, "sha512-DD=="],
  },
}
`;

test('packages are found as Node finds them, from members too', async () => {
  const graph = await graphOf('bun.lock', lock);
  expect(graph).toMatchObject({ format: 'bun', formatVersion: '1' });
  expect(listed(graph)).toEqual(['debug@4.4.3', 'forked@', 'ms@1.0.0', 'ms@2.0.0', 'ms@2.1.3']);
  expect(edges(graph)).toEqual([
    'workspace: -> debug (runtime): debug',
    'workspace: -> ms (dev): ms',
    'workspace:packages/cart -> ms (runtime): @shop/cart/ms',
    'workspace:packages/cart -> forked (runtime): forked',
    'debug -> ms (runtime): debug/ms',
  ]);
  expect(graph.missing).toEqual([{ from: 'forked', name: 'lost', kind: 'runtime', range: '1' }]);
  expect(only(graph, 'forked').origin).toBe('git');
  expect(graph.packages.get('ms')?.isDev).toBe(true);
  expect(graph.packages.get('debug/ms')).toMatchObject({
    integrity: 'sha512-BB==',
    resolved: 'https://packages.example/ms.tgz',
    isDev: false,
  });
});

test('the form of bun 1.4', async () => {
  const graph = await graphOf(
    'bun.lock',
    lock.replace('"lockfileVersion": 1,', '"lockfileVersion": 2,\n  "configVersion": 1,'),
  );
  expect(graph).toMatchObject({ formatVersion: '2', gaps: [] });
  expect(listed(graph)).toHaveLength(5);
});

test('the form that it writes where overrides tell versions apart', async () => {
  const graph = await graphOf(
    'bun.lock',
    lock.replace(
      '"lockfileVersion": 1,',
      '"lockfileVersion": 3,\n  "configVersion": 1,\n  "overrides": {\n    "ms@2.0.0": {\n      ".": "2.1.3",\n    },\n  },',
    ),
  );
  expect(graph).toMatchObject({ formatVersion: '3', gaps: [] });
  expect(listed(graph)).toHaveLength(5);
});

test('the binary form is told, with the command that writes text', async () => {
  await expect(graphOf('bun.lockb', '\u0000')).rejects.toMatchObject({
    code: 'CDEV_E_LOCK_FILE_BINARY',
    steps: [expect.stringContaining('--save-text-lockfile')],
  });
});

test.each([
  ['broken', '{\n"lockfileVersion": 1,\n"packages": {{\n', 'CDEV_E_LOCK_FILE_MALFORMED'],
  ['a later form', '{"lockfileVersion": 8}', 'CDEV_E_LOCK_FILE_VERSION_UNKNOWN'],
])('%s', async (_, text, code) => {
  await expect(graphOf('bun.lock', text)).rejects.toMatchObject({ code });
});
