import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempRepo } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import { listWorktrees } from '../src/index.ts';

/** What `git worktree add` has written of a worktree at the moment when git cannot read it. */
async function halfMade(repository: string): Promise<string> {
  const folder = join(repository, '.git/worktrees/three');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'gitdir'), `${join(repository, '../three/.git')}\n`);
  await writeFile(join(folder, 'HEAD'), 'ref: refs/heads/main\n');
  await writeFile(join(folder, 'commondir'), '');
  return folder;
}

test('waits for a worktree that another process is just making', async () => {
  await using repo = await tempRepo({ 'a.txt': 'a\n' });
  const folder = await halfMade(repo.path);
  const listing = listWorktrees(repo.path);
  setTimeout(() => void writeFile(join(folder, 'commondir'), '../..\n'), 60);
  expect((await listing).map(({ isMain, branch }) => ({ isMain, branch }))).toEqual([
    { isMain: true, branch: 'main' },
    { isMain: false, branch: 'main' },
  ]);
});

test('does not wait for ever for one whose making was killed', async () => {
  await using repo = await tempRepo({ 'a.txt': 'a\n' });
  await halfMade(repo.path);
  await expect(listWorktrees(repo.path)).rejects.toMatchObject({
    code: 'CDEV_E_SUBPROCESS_FAILED',
    message: expect.stringContaining('commondir'),
  });
});
