import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readPackageWorkspace } from '@cdev/package-workspace';
import { tempFolder } from '@cdev/test-kit';
import { readLockFile, readLockGraph } from '../src/index.ts';
import { listed } from './source.ts';

const yarn = '# yarn lockfile v1\n\n\nms@^2.0.0:\n  version "2.1.3"\n';

test('the graph of a workspace, from any folder in it', async () => {
  await using folder = await tempFolder({
    'package.json': '{"name":"shop","private":true,"workspaces":["packages/*"]}',
    'packages/cart/package.json': '{"name":"@shop/cart","version":"1.0.0","devDependencies":{"ms":"^2.0.0"}}',
    'yarn.lock': yarn,
  });
  const graph = await readLockGraph(await readPackageWorkspace(join(folder.path, 'packages/cart')));
  expect(listed(graph)).toEqual(['ms@2.1.3']);
  expect([...graph.packages.values()][0]?.isDev).toBe(true);
});

test('without a lock file the step is the command that makes one', async () => {
  await using folder = await tempFolder({ 'package.json': '{"packageManager":"pnpm@12.0.0"}' });
  await expect(readLockGraph(await readPackageWorkspace(folder.path))).rejects.toMatchObject({
    code: 'CDEV_E_LOCK_FILE_MISSING',
    steps: ['Make one: pnpm install --lockfile-only'],
  });
});

test('a file by its path finds the manifests of its own workspace, not those of one around it', async () => {
  await using folder = await tempFolder({
    'package.json': '{"name":"shop","workspaces":["packages/*"],"dependencies":{"ms":"^2.0.0"}}',
    'yarn.lock': yarn,
    'locks/yarn.lock': yarn,
  });
  expect((await readLockFile(join(folder.path, 'yarn.lock'))).gaps).toEqual([]);
  expect((await readLockFile(join(folder.path, 'locks/yarn.lock'))).gaps).toHaveLength(1);
});

test('a workspace with a mistake in it is told, and its lock file read', async () => {
  const twin = '{"name":"twin","version":"1.0.0"}';
  await using folder = await tempFolder({
    'package.json': '{"name":"shop","workspaces":["a","b"]}',
    'a/package.json': twin,
    'b/package.json': twin,
    'yarn.lock': yarn,
  });
  const graph = await readLockFile(join(folder.path, 'yarn.lock'));
  expect(listed(graph)).toEqual(['ms@2.1.3']);
  expect(graph.gaps[0]).toMatch(/cannot be used: twin is the name of several packages/);
});

test('a file that cannot be read is told', async () => {
  await using folder = await tempFolder({ 'yarn.lock': yarn });
  const file = join(folder.path, 'yarn.lock');
  await rm(file);
  await expect(readLockFile(file)).rejects.toMatchObject({
    code: 'CDEV_E_LOCK_FILE_UNREADABLE',
    message: expect.stringContaining('ENOENT'),
  });
});
