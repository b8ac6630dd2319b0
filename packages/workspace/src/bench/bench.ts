import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { deleteRef, git, openRepository, resolveCommit, status, takeSnapshot, type Repository } from '@cdev/git';
import { createWorktrees } from '../create-worktrees.ts';
import { removeWorktree } from '../remove-worktree.ts';

/** A worktree in which nobody works: commits are laid into it one after the other, and checked. */
export interface Bench {
  readonly path: string;
  /** Its own, so that no other worktree has it. */
  readonly branch: string;
  /** The worktree's own git directory. */
  readonly gitDir: string;
}

export interface BenchPlace extends Pick<Bench, 'path' | 'branch'> {
  readonly repository: Repository;
  /** The place (ending in a slash) that keeps what is found in it uncommitted, and commits that only its branch has. */
  readonly snapshotRef: string;
}

/** Makes it; one that an interrupted call left is taken over, after what is uncommitted in it was kept on a snapshot ref. */
export async function openBench(
  { repository, path, branch, snapshotRef }: BenchPlace,
  { start, signal }: { readonly start: string; readonly signal: AbortSignal },
): Promise<Bench> {
  const [made] = await createWorktrees({ repository, worktrees: [{ path, branch, start }], signal });
  const message = 'What was in a worktree for checks';
  if (made?.outcome === 'kept') await takeSnapshot(path, { ref: snapshotRef, message, signal });
  return { path, branch, gitDir: (await openRepository(path)).gitDir };
}

/** Makes the files of the worktree exactly those of the commit, but for ignored ones such as installed dependencies. */
export async function placeCommit({ path, gitDir }: Bench, commit: string, signal: AbortSignal): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await git(path, [...settings, 'reset', '--hard', '--quiet', commit], { hooks: false, signal });
      await git(path, [...settings, 'clean', '-ffdq'], { hooks: false, signal });
      return;
    } catch (error) {
      if (attempt === 8 || !isCdevError(error) || !error.message.includes('.lock')) throw error;
      // A git that outlived the process that started it ends within moments; the lock of one that was killed stays.
      if (attempt === 7) await removeStaleLocks(gitDir);
      await pause(150);
    }
  }
}

const settings = ['-c', 'submodule.recurse=false'];

async function removeStaleLocks(gitDir: string): Promise<void> {
  for (const name of ['index.lock', 'HEAD.lock']) await rm(join(gitDir, name), { force: true });
}

/** Undoes what a check did to tracked files, so that the next one sees the tree that is to be tested. @returns what was changed. */
export async function restoreTracked({ path }: Bench, signal: AbortSignal): Promise<readonly string[]> {
  const changed = (await status(path, { signal })).filter(({ kind }) => kind !== 'untracked');
  if (changed.length > 0) await git(path, [...settings, 'reset', '--hard', '--quiet'], { hooks: false, signal });
  return changed.map(({ path: file }) => file);
}

/** Removes the worktree and its branch; commits that only it knows stay on the snapshot ref. */
export async function closeBench({ repository, path, branch, snapshotRef }: BenchPlace): Promise<'removed' | 'absent'> {
  const { outcome } = await removeWorktree({ repository, path, snapshotRef });
  const tip = await resolveCommit(repository, `refs/heads/${branch}`);
  if (tip !== undefined) await deleteRef(repository, `refs/heads/${branch}`, tip);
  return outcome;
}
