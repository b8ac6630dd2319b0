import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { ignoredPaths } from '../src/index.ts';

test('what a commit would leave out, there or not, by its own name or that of a folder above', async () => {
  await using repo = await tempRepo({ '.gitignore': 'dist/\n*.log\n', 'ä b/.gitignore': 'own\n', 'a.js': '' });
  const paths = ['a.js', 'new.js', 'dist/', 'dist', 'dist/worker.js', 'ä b/own', 'own', 'x/y.log'];
  expect([...(await ignoredPaths(repo.path, paths))]).toEqual(['dist/', 'dist/worker.js', 'ä b/own', 'x/y.log']);
  expect(await ignoredPaths(repo.path, ['a.js'])).toEqual(new Set());
  expect(await ignoredPaths(repo.path, [])).toEqual(new Set());
});

test('nothing where git does not say it: in a bare repository, and behind a link', async () => {
  await using repo = await tempRepo({ '.gitignore': 'dist/\n', 'a/b.js': '' });
  await repo.git('clone', '--quiet', '--bare', '.', 'bare.git');
  expect(await ignoredPaths(join(repo.path, 'bare.git'), ['dist/a.js'])).toEqual(new Set());
  await symlink('a', join(repo.path, 'link'));
  expect(await ignoredPaths(repo.path, ['link/c.js'])).toEqual(new Set());
});

test('a path outside of the repository is an error', async () => {
  await using repo = await tempRepo({ 'a.js': '' });
  await expect(ignoredPaths(repo.path, ['../outside.js'])).rejects.toMatchObject({ code: 'CDEV_E_SUBPROCESS_FAILED' });
});
