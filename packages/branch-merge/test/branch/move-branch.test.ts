import { readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openRepository } from '@cdev/git';
import { tempRepo, type TempRepo, type TempRepoOptions } from '@cdev/test-kit';
import { moveBranch } from '../../src/index.ts';

const files = { 'a.txt': 'a\n', 'b ü.txt': 'b\n', 'gone.txt': 'g\n', '.gitignore': '*.log\n' };

/** `main` at one commit, and `next` one ahead: a changed, gone removed, new/n.txt and made.log added. */
async function prepared(options: TempRepoOptions = {}): Promise<TempRepo & { from: string; to: string }> {
  const repo = await tempRepo(files, options);
  const next = await repo.worktree('next');
  await next.git('rm', '-q', 'gone.txt');
  await next.write({ 'a.txt': 'a2\n', 'new/n.txt': 'n\n', 'made.log': 'made\n' });
  await next.git('add', '--force', 'made.log');
  const to = await next.commit('Next');
  return { ...repo, from: await repo.git('rev-parse', 'main'), to };
}

async function move(
  repo: Awaited<ReturnType<typeof prepared>>,
  more: { branch?: string; from?: string | undefined; to?: string } = {},
) {
  const repository = await openRepository(repo.path);
  return moveBranch({ repository, branch: 'main', from: repo.from, to: repo.to, reason: 'test', ...more });
}

describe('moveBranch', () => {
  test('moves a branch that is checked out nowhere, and makes one', async () => {
    await using repo = await prepared();
    await repo.git('switch', '-q', '--detach');
    expect(await move(repo)).toEqual({ worktree: undefined, outcome: 'moved' });
    expect(await move(repo)).toEqual({ worktree: undefined, outcome: 'already' });
    await move(repo, { branch: 'made', from: undefined });
    expect(await repo.git('rev-parse', 'main', 'made')).toBe(`${repo.to}\n${repo.to}`);
    expect(await repo.git('reflog', '-1', '--format=%gs', 'main')).toBe('test');
  });

  test('takes the files along where it is checked out, and keeps every change that is elsewhere', async () => {
    await using repo = await prepared();
    await repo.write({ 'b ü.txt': 'mine\n', 'own.txt': 'own\n', 'x.log': 'log\n' });
    await repo.git('add', 'own.txt');
    expect(await move(repo)).toEqual({ worktree: repo.path, outcome: 'moved' });
    expect(await repo.git('status', '--porcelain')).toBe(' M "b \\303\\274.txt"\nA  own.txt');
    expect(await readFile(join(repo.path, 'new/n.txt'), 'utf8')).toBe('n\n');
    expect(await readFile(join(repo.path, 'x.log'), 'utf8')).toBe('log\n');
  });

  test.each([
    ['a changed file', { 'a.txt': 'mine\n' }, 'a.txt'],
    ['an untracked file', { 'new/n.txt': 'mine\n' }, 'new/n.txt'],
    ['a file where a folder will be', { new: 'mine\n' }, 'new'],
    ['an ignored file', { 'made.log': 'mine\n' }, 'made.log'],
    ['a changed file that will be removed', { 'gone.txt': 'mine\n' }, 'gone.txt'],
  ])('moves nothing when %s is in the way', async (_, mine, path) => {
    await using repo = await prepared();
    await repo.write(mine);
    const before = await repo.git('status', '--porcelain', '--ignored');
    await expect(move(repo)).rejects.toMatchObject({
      code: 'CDEV_E_MERGE_WOULD_OVERWRITE',
      details: { worktree: repo.path, paths: [path] },
    });
    expect(await repo.git('rev-parse', 'main')).toBe(repo.from);
    expect(await repo.git('status', '--porcelain', '--ignored')).toBe(before);
    expect(await readFile(join(repo.path, path), 'utf8')).toBe('mine\n');
  });

  test('does not lose what was staged before the file was brought to where it will be', async () => {
    await using repo = await prepared();
    await repo.write({ 'a.txt': 'staged\n' });
    await repo.git('add', 'a.txt');
    await repo.write({ 'a.txt': 'a2\n' });
    await expect(move(repo)).rejects.toMatchObject({ code: 'CDEV_E_MERGE_WOULD_OVERWRITE' });
    expect(await repo.git('show', ':a.txt')).toBe('staged');
  });

  test('goes on where a move was killed between the files and the branch', async () => {
    await using repo = await prepared();
    // As git leaves it: some files written, the index not, the branch not.
    await repo.write({ 'a.txt': 'a2\n', 'new/n.txt': 'n\n', 'b ü.txt': 'mine\n' });
    await rm(join(repo.path, 'gone.txt'));
    expect((await move(repo)).outcome).toBe('moved');
    expect(await repo.git('status', '--porcelain')).toBe(' M "b \\303\\274.txt"');
    expect(await repo.git('rev-parse', 'HEAD')).toBe(repo.to);
    expect(await readFile(join(repo.path, 'made.log'), 'utf8')).toBe('made\n');
  });

  test('goes on where the index was written too', async () => {
    await using repo = await prepared();
    await repo.git('read-tree', '-m', '-u', repo.from, repo.to);
    expect((await move(repo)).outcome).toBe('moved');
    expect(await repo.git('status', '--porcelain')).toBe('');
  });

  test('follows the branch into the linked worktree that has it, in a bare repository too', async () => {
    await using repo = await prepared({ bare: true });
    const linked = await repo.worktree('main');
    expect(await move(repo)).toEqual({ worktree: linked.path, outcome: 'moved' });
    expect(await linked.git('status', '--porcelain')).toBe('');
  });

  test('leaves a branch alone that is elsewhere by now, or that would lose commits', async () => {
    await using repo = await prepared();
    const moved = await repo.commit('Meanwhile', { 'c.txt': 'c\n' });
    await expect(move(repo)).rejects.toMatchObject({ code: 'CDEV_E_GIT_REF_MOVED' });
    await expect(move(repo, { from: moved })).rejects.toMatchObject({ code: 'CDEV_E_MERGE_NOT_FAST_FORWARD' });
    expect(await repo.git('rev-parse', 'main')).toBe(moved);
  });

  test('waits for a moment when another git is at work there, and then says what is in the way', async () => {
    await using repo = await prepared();
    const lock = join(repo.path, '.git', 'index.lock');
    await symlink('nowhere', lock);
    const moving = move(repo);
    setTimeout(() => void rm(lock), 300);
    expect((await moving).outcome).toBe('moved');
    await repo.write({ '.git/MERGE_HEAD': `${repo.from}\n` });
    const further = await repo.worktree('further');
    await further.git('reset', '-q', '--hard', repo.to);
    const to = await further.commit('Further', { 'a.txt': 'a3\n' });
    await expect(move(repo, { from: repo.to, to })).rejects.toMatchObject({
      code: 'CDEV_E_MERGE_WORKTREE_BUSY',
      message: expect.stringContaining('You have not concluded your merge'),
    });
  });
});
