import { describe, expect, test } from '@jest/globals';
import { tempFolder, tempRepo } from '@cdev/test-kit';
import {
  currentBranch,
  git,
  isAncestor,
  mergeBase,
  mergeBases,
  requireCommit,
  resolveCommit,
  resolveTree,
} from '../src/index.ts';

describe('resolveCommit', () => {
  test('follows branches, short ids and annotated tags to the commit', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    const head = await repo.git('rev-parse', 'HEAD');
    await repo.git('tag', '--annotate', 'v1', '--message', 'one');
    for (const revision of ['main', 'HEAD', 'v1', head.slice(0, 8)])
      expect(await resolveCommit(repo.path, revision)).toBe(head);
  });

  test('knows no commit by a name that is none, an id that is not there, or an option', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    for (const revision of ['nothing', 'f'.repeat(40), '--all', '', '^main', 'main:a.txt'])
      expect(await resolveCommit(repo.path, revision)).toBeUndefined();
    await expect(requireCommit(repo.path, 'nothing')).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
    await expect(resolveTree(repo.path, 'nothing')).rejects.toMatchObject({ code: 'CDEV_E_GIT_UNKNOWN_REVISION' });
  });

  test('does not take a missing repository for a missing commit', async () => {
    await using folder = await tempFolder();
    await expect(resolveCommit(folder.path, 'main')).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
    await expect(currentBranch(folder.path)).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
  });
});

describe('currentBranch', () => {
  test('is the branch of that worktree, undefined when detached, and there before the first commit', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['cdev/plan/agent'] });
    const side = repo.worktrees['cdev/plan/agent'];
    expect(await currentBranch(repo.path)).toBe('main');
    expect(await currentBranch(side?.path ?? '')).toBe('cdev/plan/agent');
    await side?.git('checkout', '--quiet', '--detach');
    expect(await currentBranch(side?.path ?? '')).toBeUndefined();
    await using folder = await tempFolder();
    await git(folder.path, ['init', '--initial-branch=fresh']);
    expect(await currentBranch(folder.path)).toBe('fresh');
  });
});

describe('ancestry', () => {
  test('is answered for branches, a commit being its own ancestor', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { branches: { one: { 'b.txt': 'b\n' } } });
    expect(await isAncestor(repo.path, 'main', 'one')).toBe(true);
    expect(await isAncestor(repo.path, 'one', 'one')).toBe(true);
    expect(await isAncestor(repo.path, 'one', 'main')).toBe(false);
    await expect(isAncestor(repo.path, 'main', 'two')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
      message: expect.stringContaining('two'),
    });
  });

  test('has two bases after a criss-cross and none between unrelated histories', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { branches: { one: { b: 'b\n' }, two: { c: 'c\n' } } });
    const [one, two] = [await repo.git('rev-parse', 'one'), await repo.git('rev-parse', 'two')];
    await repo.git('checkout', '--quiet', 'one');
    await repo.git('merge', '--quiet', '-m', 'cross', two);
    await repo.git('checkout', '--quiet', 'two');
    await repo.git('merge', '--quiet', '-m', 'cross', one);
    expect((await mergeBases(repo.path, 'one', 'two')).sort()).toEqual([one, two].sort());
    expect(await mergeBase(repo.path, 'main', 'one')).toBe(await repo.git('rev-parse', 'main'));
    await repo.git('checkout', '--quiet', '--orphan', 'island');
    await repo.commit('alone');
    expect(await mergeBase(repo.path, 'main', 'island')).toBeUndefined();
    await expect(mergeBases(repo.path, 'main', 'nothing')).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
    });
  });
});
