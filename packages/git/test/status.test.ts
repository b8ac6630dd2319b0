import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempRepo } from '@cdev/test-kit';
import { git, status } from '../src/index.ts';

describe('status', () => {
  test('tells index from working tree and lists untracked files one by one', async () => {
    await using repo = await tempRepo({
      'staged.txt': 'a\n',
      'both.txt': 'a\n',
      'open.txt': 'a\n',
      '.gitignore': 'out\n',
    });
    await repo.write({ 'staged.txt': 'b\n', 'both.txt': 'b\n', 'nöw/a b.txt': 'x\n', 'nöw/c.txt': 'x\n', out: 'x\n' });
    await repo.git('add', 'staged.txt', 'both.txt');
    await repo.write({ 'both.txt': 'c\n', 'open.txt': 'b\n' });
    expect(await status(repo.path)).toEqual([
      { path: 'both.txt', kind: 'tracked', index: 'M', worktree: 'M', isRepository: false },
      { path: 'nöw/a b.txt', kind: 'untracked', index: '?', worktree: '?', isRepository: false },
      { path: 'nöw/c.txt', kind: 'untracked', index: '?', worktree: '?', isRepository: false },
      { path: 'open.txt', kind: 'tracked', index: '.', worktree: 'M', isRepository: false },
      { path: 'staged.txt', kind: 'tracked', index: 'M', worktree: '.', isRepository: false },
    ]);
  });

  test('shows a rename as both ends, or as one entry when asked', async () => {
    await using repo = await tempRepo({ 'old name.txt': 'a\n'.repeat(20) });
    await repo.git('mv', 'old name.txt', 'new name.txt');
    expect((await status(repo.path)).map(({ path, index }) => [path, index])).toEqual([
      ['new name.txt', 'A'],
      ['old name.txt', 'D'],
    ]);
    expect(await status(repo.path, { renames: true })).toMatchObject([
      { path: 'new name.txt', index: 'R', originalPath: 'old name.txt' },
    ]);
  });

  test('shows unmerged paths', async () => {
    await using repo = await tempRepo({ 'a b.txt': 'a\n' }, { branches: { one: { 'a b.txt': 'b\n' } } });
    await repo.commit('here', { 'a b.txt': 'c\n' });
    await expect(repo.git('merge', 'one')).rejects.toMatchObject({ exitCode: 1 });
    expect(await status(repo.path)).toEqual([
      { path: 'a b.txt', kind: 'unmerged', index: 'U', worktree: 'U', isRepository: false },
    ]);
  });

  test('is that of the linked worktree it is asked in, and takes no lock there', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' }, { worktrees: ['side'] });
    const side = repo.worktrees['side'];
    await side?.write({ 'b.txt': 'b\n' });
    await side?.write({ '../../repository/.git/worktrees/side/index.lock': '' });
    expect(await status(side?.path ?? '')).toMatchObject([{ path: 'b.txt', kind: 'untracked' }]);
    expect(await status(repo.path)).toEqual([]);
  });

  test('marks a repository inside the working tree', async () => {
    await using repo = await tempRepo({ 'a.txt': 'a\n' });
    await mkdir(join(repo.path, 'inner'));
    await git(join(repo.path, 'inner'), ['init']);
    await repo.write({ 'inner/x': 'x\n' });
    expect(await status(repo.path)).toMatchObject([{ path: 'inner', kind: 'untracked', isRepository: true }]);
  });
});
