import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo, type TempRepo, type TempRepoOptions } from '@cdev/test-kit';
import { git, listBranches, listFiles, listWorktrees, openRepository, readFileAt } from '@cdev/git';
import { removeWorktree, type RemovedWorktree, type RemoveWorktreeOptions } from '../src/index.ts';

const snapshotRef = 'refs/cdev/snapshots/plan/one/';
const unsaved = { code: 'CDEV_E_WORKSPACE_UNSAVED_WORK' };

/** A repository with the linked worktree `one`. */
async function repoWithWorktree(options: TempRepoOptions = {}): Promise<{ repo: TempRepo; path: string }> {
  const repo = await tempRepo(
    { 'a.txt': 'a\n', '.gitignore': 'node_modules\n.env\n' },
    { ...options, worktrees: ['one'] },
  );
  return { repo, path: repo.worktrees['one']?.path ?? '' };
}

async function remove(
  repo: TempRepo,
  path: string,
  options: Partial<RemoveWorktreeOptions> = {},
): Promise<RemovedWorktree> {
  return removeWorktree({ repository: await openRepository(repo.path), path, ...options });
}

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

describe('removeWorktree', () => {
  test('removes folder and metadata, ignored files too, and keeps the branch', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await writeFile(join(path, '.env'), 'SECRET=1\n');
    const commit = await repo.git('rev-parse', 'one');
    expect(await remove(repo, path, { containedIn: 'main' })).toEqual({
      path,
      branch: 'one',
      commit,
      snapshot: undefined,
      outcome: 'removed',
    });
    expect(await isThere(path)).toBe(false);
    expect(await readdir(join(repo.path, '.git', 'worktrees')).catch(() => [])).toEqual([]);
    expect(await listBranches(repo.path)).toEqual(['main', 'one']);
    expect(await remove(repo, path)).toMatchObject({ outcome: 'absent' });
  });

  test('follows no link: what linked folders hold stays', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await repo.write({ 'node_modules/pkg/index.js': 'x\n' });
    await symlink(join(repo.path, 'node_modules'), join(path, 'node_modules'));
    await remove(repo, path);
    expect(await readFile(join(repo.path, 'node_modules', 'pkg', 'index.js'), 'utf8')).toBe('x\n');
  });

  test('refuses when there is uncommitted work, or takes a snapshot of it first', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await writeFile(join(path, 'new ñ.txt'), 'work\n');
    await expect(remove(repo, path)).rejects.toMatchObject({
      ...unsaved,
      message: expect.stringContaining('new ñ.txt'),
    });
    expect(await isThere(path)).toBe(true);
    const { snapshot } = await remove(repo, path, { snapshotRef });
    expect(snapshot?.ref).toBe(`${snapshotRef}1`);
    expect((await readFileAt(repo.path, snapshot?.commit ?? '', 'new ñ.txt'))?.toString()).toBe('work\n');
    expect(await isThere(path)).toBe(false);
  });

  test('refuses when commits are not in the target, or keeps them on the ref', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    const commit = (await repo.worktrees['one']?.commit('work', { 'b.txt': 'b\n' })) ?? '';
    await expect(remove(repo, path, { containedIn: 'main' })).rejects.toMatchObject({
      ...unsaved,
      message: expect.stringContaining('1 commit that is not in main'),
    });
    const { snapshot } = await remove(repo, path, { containedIn: 'main', snapshotRef });
    expect(snapshot).toMatchObject({ commit, ref: `${snapshotRef}1` });
    expect(await listFiles(repo.path, `${snapshotRef}1`)).toContain('b.txt');
  });

  test('refuses loose commits of a detached HEAD, which no branch would keep', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await repo.worktrees['one']?.git('checkout', '--quiet', '--detach');
    await repo.worktrees['one']?.commit('loose', { 'b.txt': 'b\n' });
    await expect(remove(repo, path)).rejects.toMatchObject({
      ...unsaved,
      message: expect.stringContaining('on no branch'),
    });
    expect(await remove(repo, path, { snapshotRef })).toMatchObject({
      branch: undefined,
      snapshot: { ref: `${snapshotRef}1` },
    });
  });

  test('refuses what no snapshot can hold: a repository inside with commits', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await mkdir(join(path, 'inner'));
    await git(join(path, 'inner'), ['init']);
    await writeFile(join(path, 'inner', 'x'), 'x\n');
    await git(join(path, 'inner'), ['-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--allow-empty', '-m', 'x']);
    await expect(remove(repo, path, { snapshotRef })).rejects.toMatchObject({
      ...unsaved,
      message: expect.stringContaining('inner'),
    });
    await rm(join(path, 'inner', '.git'), { recursive: true });
    expect(await remove(repo, path, { snapshotRef })).toMatchObject({ outcome: 'removed' });
  });

  test('refuses submodules, whose own repository goes with the worktree', async () => {
    await using library = await tempRepo({ lib: 'l\n' });
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await repo.worktrees['one']?.git(
      '-c',
      'protocol.file.allow=always',
      'submodule',
      '--quiet',
      'add',
      library.path,
      'sub',
    );
    await repo.worktrees['one']?.commit('add submodule');
    await expect(remove(repo, path, { snapshotRef })).rejects.toMatchObject({
      ...unsaved,
      message: expect.stringContaining('submodules'),
    });
  });

  test('respects a lock, and knows a folder that is not its to remove', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await repo.git('worktree', 'lock', '--reason', 'on a stick', path);
    await expect(remove(repo, path)).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_LOCKED',
      message: expect.stringContaining('on a stick'),
    });
    await using other = await tempRepo({ x: 'x\n' });
    for (const foreign of [repo.path, other.path])
      await expect(remove(repo, foreign)).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY' });
    expect(await isThere(join(other.path, 'x'))).toBe(true);
  });

  test('clears up after a folder that is gone, and metadata that is broken', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await rm(path, { recursive: true });
    expect(await remove(repo, path)).toMatchObject({ branch: 'one', outcome: 'removed' });
    expect(await listWorktrees(repo.path)).toHaveLength(1);
    const two = await repo.worktree('two');
    await rm(join(repo.path, '.git', 'worktrees', 'two', 'HEAD'));
    await expect(remove(repo, two.path, { snapshotRef })).rejects.toMatchObject({
      code: 'CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY',
    });
    await rm(join(two.path, 'a.txt'));
    await rm(join(two.path, '.gitignore'));
    expect(await remove(repo, two.path)).toMatchObject({ outcome: 'removed' });
    expect(await isThere(two.path)).toBe(false);
  });

  test('sees the work in a folder that has lost its .git file', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await rm(join(path, '.git'));
    await writeFile(join(path, 'new.txt'), 'work\n');
    await expect(remove(repo, path)).rejects.toMatchObject({ ...unsaved, message: expect.stringContaining('new.txt') });
    expect((await remove(repo, path, { snapshotRef })).snapshot?.ref).toBe(`${snapshotRef}1`);
  });

  test('removes what was never filled without asking after work', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    await writeFile(join(repo.path, '.git', 'worktrees', 'one', 'cdev-unfilled'), '');
    await rm(join(path, 'a.txt'));
    expect(await remove(repo, path)).toMatchObject({ outcome: 'removed', snapshot: undefined });
  });

  test('keeps commits once, also when the removal is cut off after that', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    const commit = (await repo.worktrees['one']?.commit('work', { 'b.txt': 'b\n' })) ?? '';
    for (const ref of [snapshotRef, `${snapshotRef}1`]) {
      const { snapshot } = await remove(repo, path, { containedIn: 'main', snapshotRef: ref });
      expect(snapshot).toMatchObject({ commit, ref: `${snapshotRef}1` });
      await repo.git('worktree', 'add', '--quiet', path, 'one');
    }
  });

  test('finishes a removal that was cut off, but not over new work', async () => {
    const { repo, path } = await repoWithWorktree();
    await using _ = repo;
    const gitDir = join(repo.path, '.git', 'worktrees', 'one');
    await rm(join(path, 'a.txt'));
    await expect(remove(repo, path)).rejects.toMatchObject(unsaved);
    await writeFile(join(gitDir, 'cdev-removing'), '');
    await writeFile(join(path, 'new.txt'), 'work\n');
    await expect(remove(repo, path)).rejects.toMatchObject(unsaved);
    await rm(join(path, 'new.txt'));
    expect(await remove(repo, path)).toMatchObject({ outcome: 'removed' });
  });
});
