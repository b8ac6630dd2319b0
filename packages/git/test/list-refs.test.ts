import { rm } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { listBranches, listRefs, listWorktrees } from '../src/index.ts';

describe('listBranches', () => {
  test('gives all of them, or those below a prefix of whole components', async () => {
    const branches = { 'cdev/plan/b': { b: 'b\n' }, 'cdev/plan/a': { a: 'a\n' }, 'cdev/plan-two/a': { c: 'c\n' } };
    await using repo = await tempRepo({}, { branches });
    expect(await listBranches(repo.path)).toEqual(['cdev/plan-two/a', 'cdev/plan/a', 'cdev/plan/b', 'main']);
    expect(await listBranches(repo.path, 'cdev/plan')).toEqual(['cdev/plan/a', 'cdev/plan/b']);
    expect(await listBranches(repo.path, 'cdev/nobody')).toEqual([]);
  });
});

describe('listRefs', () => {
  test('gives full names with what they point at', async () => {
    await using repo = await tempRepo();
    const head = await repo.git('rev-parse', 'HEAD');
    await repo.git('update-ref', 'refs/cdev/snapshots/plan/a/1', head);
    expect(await listRefs(repo.path, 'refs/cdev/')).toEqual([{ name: 'refs/cdev/snapshots/plan/a/1', oid: head }]);
  });
});

describe('listWorktrees', () => {
  test('says of each where it is, what is checked out, and what is wrong with it', async () => {
    await using repo = await tempRepo({}, { worktrees: ['one', 'two', 'three'] });
    const [one, two, three] = [repo.worktrees['one'], repo.worktrees['two'], repo.worktrees['three']];
    const head = await repo.git('rev-parse', 'HEAD');
    await one?.git('checkout', '--quiet', '--detach');
    await repo.git('worktree', 'lock', '--reason', 'on a stick', two?.path ?? '');
    await rm(three?.path ?? '', { recursive: true });
    const [main, ...linked] = await listWorktrees(repo.path);
    expect(main).toMatchObject({ path: repo.path, branch: 'main', commit: head, isMain: true, isBare: false });
    const byPath = new Map(linked.map((worktree) => [worktree.path, worktree]));
    expect(byPath.get(one?.path ?? '')).toMatchObject({ branch: undefined, commit: head, isMain: false });
    expect(byPath.get(two?.path ?? '')).toMatchObject({ branch: 'two', locked: 'on a stick', prunable: undefined });
    expect(byPath.get(three?.path ?? '')?.prunable).toContain('non-existent');
  });

  test('shows a bare repository as such', async () => {
    await using repo = await tempRepo({}, { bare: true });
    expect(await listWorktrees(repo.path)).toMatchObject([{ isBare: true, commit: undefined, branch: undefined }]);
  });
});
