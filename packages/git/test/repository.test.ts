import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import { git, openNamedRepository, openRepository } from '../src/index.ts';

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

describe('openNamedRepository', () => {
  test('opens what GIT_DIR and GIT_WORK_TREE name, and asks git there from then on', async () => {
    await using folder = await tempFolder();
    const home = join(folder.path, 'a home');
    const gitDir = join(folder.path, 'dot files');
    await mkdir(join(home, 'within'), { recursive: true });
    await git(folder.path, ['init', '--bare', gitDir]);
    const named = { GIT_DIR: gitDir, GIT_WORK_TREE: home };
    const repository = await openNamedRepository(join(home, 'within'), { env: named });
    expect(repository).toMatchObject({ top: home, gitDir, isNamed: true });
    if (repository === undefined) throw new Error('not found');
    await writeFile(join(home, '.profile'), 'a\n');
    await git(repository, ['add', '.profile']);
    expect((await git(repository, ['ls-files'])).stdout.trim()).toBe('.profile');
    expect(await openNamedRepository(folder.path, { env: named })).toBeUndefined();
    expect(await openNamedRepository(home, { env: {} })).toBeUndefined();
    expect(await openNamedRepository(home, { env: { GIT_DIR: join(folder.path, 'gone') } })).toBeUndefined();
  });

  test('opens what has its work tree in its settings', async () => {
    await using folder = await tempFolder();
    const gitDir = join(folder.path, 'dotfiles');
    await git(folder.path, ['init', '--bare', gitDir]);
    await git(gitDir, ['config', 'core.bare', 'false']);
    await git(gitDir, ['config', 'core.worktree', folder.path]);
    expect(await openNamedRepository(folder.path, { env: { GIT_DIR: gitDir } })).toMatchObject({ top: folder.path });
  });

  test('takes nothing that a hook of an ordinary repository, or of a linked worktree, left behind', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    await using folder = await tempFolder();
    for (const gitDir of ['.git', '.git/worktrees/side'])
      expect(
        await openNamedRepository(folder.path, { env: { GIT_DIR: join(repo.path, gitDir), GIT_INDEX_FILE: 'index' } }),
      ).toBeUndefined();
  });
});
