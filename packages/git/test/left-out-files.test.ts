import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { leftOutFiles, openRepository } from '../src/index.ts';

test('a sparse checkout leaves files out, and not those that are there in spite of the mark', async () => {
  await using repo = await tempRepo({ 'a.js': '', 'ä b/c.js': '', 'd/e.js': '', 'd/f.js': '' });
  const leftOut = async () => leftOutFiles(await openRepository(repo.path));
  expect(await leftOut()).toEqual([]);
  await repo.git('update-index', '--skip-worktree', 'a.js');
  expect(await leftOut()).toEqual([]);
  await repo.git('sparse-checkout', 'set', 'd');
  expect(await leftOut()).toEqual(['ä b/c.js']);
  await repo.git('sparse-checkout', 'set', '--no-cone', '/a.js', '/d/e.js');
  expect(await leftOut()).toEqual(['d/f.js', 'ä b/c.js']);
  await repo.git('sparse-checkout', 'disable');
  expect(await leftOut()).toEqual([]);
});

test('a bare repository leaves nothing out', async () => {
  await using repo = await tempRepo({ 'a.js': '' });
  await repo.git('clone', '--quiet', '--bare', '.', 'bare.git');
  expect(await leftOutFiles(await openRepository(`${repo.path}/bare.git`))).toEqual([]);
});
