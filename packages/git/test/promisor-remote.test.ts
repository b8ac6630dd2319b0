import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { promisorRemote } from '../src/index.ts';

test.each([
  ['packs', 'objects/pack/pack-1.promisor'],
  ['objects elsewhere', 'objects/info/alternates'],
])('the remote that has promised to have the rest, with %s of it, in both ways to write it', async (_, sign) => {
  await using repo = await tempRepo({ 'a.js': '' });
  await writeFile(join(repo.path, '.git', sign), '');
  expect(await promisorRemote(repo.path)).toBeUndefined();
  await repo.git('config', 'remote.far away.promisor', 'false');
  expect(await promisorRemote(repo.path)).toBeUndefined();
  await repo.git('config', 'extensions.partialClone', 'origin');
  expect(await promisorRemote(repo.path)).toBe('origin');
  await repo.git('config', 'remote.far away.promisor', 'true');
  expect(await promisorRemote(repo.path)).toBe('far away');
});

test('none for a clone in which nothing came from one, whatever is configured', async () => {
  await using repo = await tempRepo({ 'a.js': '' });
  expect(await promisorRemote(repo.path)).toBeUndefined();
  await repo.git('config', 'remote.origin.promisor', 'true');
  expect(await promisorRemote(repo.path)).toBeUndefined();
});
