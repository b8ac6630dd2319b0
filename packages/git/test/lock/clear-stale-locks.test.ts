import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { platform } from 'node:process';
import { tempRepo } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { clearStaleLocks } from '../../src/index.ts';

/** A worktree on the branch `work`, and the locks that a git would take there and on it. */
async function locked() {
  const repository = await tempRepo({ 'a.txt': 'a\n' });
  const { path: worktree, git } = await repository.worktree('work');
  const gitDir = await git('rev-parse', '--absolute-git-dir');
  const files = [join(gitDir, 'index.lock'), join(repository.path, '.git/refs/heads/work.lock')] as const;
  for (const file of files) writeFileSync(file, '');
  const clear = () => clearStaleLocks({ worktree, branch: 'work', patience: 200 });
  return { repository, worktree, files, clear, [Symbol.asyncDispose]: () => repository.remove() };
}

async function gitIn(folder: string): Promise<AsyncDisposable> {
  const git = spawn('git', ['cat-file', '--batch'], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore'] });
  await once(git, 'spawn');
  const end = async (): Promise<void> => {
    git.kill('SIGKILL');
    await once(git, 'close');
  };
  return { [Symbol.asyncDispose]: end };
}

// Elsewhere the system does not tell who lives.
(platform === 'linux' ? describe : describe.skip)('locks that a killed git has left', () => {
  test('go, in the worktree and on the branch, and git writes again', async () => {
    await using at = await locked();
    expect(await at.clear()).toEqual(at.files);
    expect(at.files.filter((file) => existsSync(file))).toEqual([]);
    expect(await at.clear()).toEqual([]);
  });

  test('stay while a git is at work in the worktree', async () => {
    await using at = await locked();
    {
      await using _git = await gitIn(at.worktree);
      expect(await at.clear()).toEqual([]);
    }
    expect(await at.clear()).toEqual(at.files);
  });

  test('on the branch stay while a git is at work in the main working tree', async () => {
    await using at = await locked();
    await using _git = await gitIn(at.repository.path);
    expect(await at.clear()).toEqual([at.files[0]]);
  });

  test('stay while any program has one of them open', async () => {
    await using at = await locked();
    const held = await open(at.files[1], 'r');
    expect(await at.clear()).toEqual([at.files[0]]);
    await held.close();
    expect(await at.clear()).toEqual([at.files[1]]);
  });
});

test('a bare repository has no index, and its branches may be locked', async () => {
  await using repository = await tempRepo({ 'a.txt': 'a\n' });
  const bare = join(repository.path, '..', 'bare.git');
  await repository.git('clone', '--quiet', '--bare', repository.path, bare);
  const file = join(bare, 'refs/heads/main.lock');
  writeFileSync(file, '');
  expect(await clearStaleLocks({ worktree: bare, branch: 'main', patience: 0 })).toEqual(
    platform === 'linux' ? [file] : [],
  );
});
