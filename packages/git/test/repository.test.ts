import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { git, openRepository } from '../src/index.ts';

describe('openRepository', () => {
  afterEach(() => {
    delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
  });

  test('finds the top from a folder inside, with a space and a letter outside ASCII in the path', async () => {
    await using repo = await tempRepo({ 'src/deep er/å.txt': 'a\n' });
    expect(await openRepository(join(repo.path, 'src', 'deep er'))).toEqual({
      top: repo.path,
      gitDir: join(repo.path, '.git'),
      commonDir: join(repo.path, '.git'),
      isBare: false,
      isLinkedWorktree: false,
      objectFormat: 'sha1',
    });
  });

  test('tells a linked worktree from the main one', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    const path = repo.worktrees['side']?.path ?? '';
    expect(await openRepository(path)).toMatchObject({
      top: path,
      commonDir: join(repo.path, '.git'),
      gitDir: join(repo.path, '.git', 'worktrees', 'side'),
      isLinkedWorktree: true,
    });
  });

  test('has no top in a bare repository, but in a worktree of it', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { bare: true, worktrees: ['side'] });
    expect(await openRepository(repo.path)).toMatchObject({ top: undefined, isBare: true, gitDir: repo.path });
    const path = repo.worktrees['side']?.path ?? '';
    expect(await openRepository(path)).toMatchObject({ top: path, isBare: false, commonDir: repo.path });
  });

  test('opens a repository without a commit', async () => {
    await using folder = await tempFolder();
    const repo = join(folder.path, 'new');
    await mkdir(repo);
    await git(repo, ['init', '--object-format=sha256']);
    expect(await openRepository(repo)).toMatchObject({ top: repo, objectFormat: 'sha256' });
  });

  test('refuses a folder that is in no repository', async () => {
    await using folder = await tempFolder();
    await expect(openRepository(folder.path)).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
  });

  test("names the way to trust another user's repository", async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
    await expect(openRepository(repo.path)).rejects.toMatchObject({
      code: 'CDEV_E_GIT_DUBIOUS_OWNERSHIP',
      steps: expect.arrayContaining([expect.stringContaining(`safe.directory ${repo.path}`)]),
    });
  });
});
