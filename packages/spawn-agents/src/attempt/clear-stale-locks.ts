import { readlinkSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openRepository } from '@cdev/git';
import { readProcessTable } from '../processes/process-table.ts';
import { isThere } from './is-there.ts';

export interface LockedWorktree {
  readonly worktree: string;
  /** Short name of the agent's branch. */
  readonly branch: string;
  /** Other folders from which somebody may be at work on that branch: the main working tree. */
  readonly around: readonly string[];
}

/** Milliseconds. */
const patience = 5000;

/** What git locks in a worktree's own git directory. */
const own = ['HEAD.lock', 'index.lock', 'ORIG_HEAD.lock', 'MERGE_HEAD.lock', 'config.worktree.lock'];

/**
 * Removes the lock files that a git which was killed has left in an agent's worktree and on its branch; nobody else ever would, and no later git gets
 * past them. Only for whoever has the agent in hand, only where the system tells which gits live (Linux), and only when none of them is at work
 * there. git writes the new content into the lock file and renames it, so what it protects is as it was before.
 * @returns the files that were removed
 */
export async function clearStaleLocks({ worktree, branch, around }: LockedWorktree): Promise<readonly string[]> {
  const { gitDir, commonDir } = await openRepository(worktree);
  const inside = [worktree, gitDir];
  return [
    ...(await clear(
      own.map((name) => join(gitDir, name)),
      inside,
    )),
    ...(await clear([join(commonDir, 'refs/heads', `${branch}.lock`)], [...inside, commonDir, ...around])),
  ];
}

/** Those that no git at work in these folders can have. One that is at work now has mostly ended in a moment. */
async function clear(files: readonly string[], folders: readonly string[]): Promise<string[]> {
  const present: string[] = [];
  for (const file of files) if (await isThere(file)) present.push(file);
  if (present.length === 0) return [];
  for (const deadline = performance.now() + patience; isGitAtWork(folders) !== false; await pause(50))
    if (performance.now() > deadline) return [];
  // What a git that has ended meanwhile has taken away itself is not ours to tell of.
  const left: string[] = [];
  for (const file of present) if (await isThere(file)) left.push(file);
  for (const file of left) await rm(file, { force: true });
  return left;
}

/** Whether a git lives whose working folder is one of these, or in one; undefined where the system does not tell. */
function isGitAtWork(folders: readonly string[]): boolean | undefined {
  return readProcessTable()?.some(({ pid }) => {
    try {
      if (!readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('git')) return false;
      const place = readlinkSync(`/proc/${pid}/cwd`);
      return folders.some((folder) => place === folder || place.startsWith(`${folder}${sep}`));
    } catch {
      // It has ended meanwhile; or it is another user's, who is not looked into.
      return false;
    }
  });
}
