import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { runState, snapshotRef, worktreeFolder, type RunEvent } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import { deleteRef, git, openRepository, resolveCommit, status, takeSnapshot } from '@cdev/git';
import { createWorktrees, removeWorktree } from '@cdev/workspace';
import type { Integration } from '../integration.ts';

/** No agent can have this name, so its folder, branch and refs are nobody's. */
export const integrator = '_integration';

export interface WorktreePlace {
  readonly path: string;
  readonly branch: string;
}

export interface IntegrationWorktree extends WorktreePlace {
  /** The worktree's own git directory. */
  readonly gitDir: string;
}

/** Beside the agents' worktrees, wherever those were put. */
export function worktreePlace({ root, plan }: Integration, events: readonly RunEvent[]): WorktreePlace {
  const known = [...runState(events).agents.values()].find(({ workspace }) => workspace !== undefined)?.workspace;
  const path =
    known === undefined
      ? worktreeFolder({ repositoryRoot: root, planId: plan.id, agentId: integrator })
      : join(dirname(known), integrator);
  return { path, branch: `cdev/${plan.id}/${integrator}` };
}

/**
 * The worktree in which candidates are tested; one that an interrupted integration left is taken over, after what is uncommitted in it was
 * kept on a snapshot ref.
 */
export async function openWorktree(
  { repository, plan }: Integration,
  { path, branch, start, signal }: WorktreePlace & { readonly start: string; readonly signal: AbortSignal },
): Promise<IntegrationWorktree> {
  const [made] = await createWorktrees({ repository, worktrees: [{ path, branch, start }], signal });
  const message = 'What was in the integration worktree';
  if (made?.outcome === 'kept') await takeSnapshot(path, { ref: snapshotRef(plan.id, integrator), message, signal });
  return { path, branch, gitDir: (await openRepository(path)).gitDir };
}

/** Makes the files of the worktree exactly those of the commit, but for ignored ones such as installed dependencies. */
export async function placeCommit(
  { path, gitDir }: IntegrationWorktree,
  commit: string,
  signal: AbortSignal,
): Promise<void> {
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
export async function restoreTracked({ path }: IntegrationWorktree, signal: AbortSignal): Promise<readonly string[]> {
  const changed = (await status(path, { signal })).filter(({ kind }) => kind !== 'untracked');
  if (changed.length > 0) await git(path, [...settings, 'reset', '--hard', '--quiet'], { hooks: false, signal });
  return changed.map(({ path: file }) => file);
}

/** Removes the worktree and its branch; commits that only it knows stay on a snapshot ref unless `containedIn` has them. */
export async function closeWorktree(
  { repository, plan }: Integration,
  { path, branch }: WorktreePlace,
): Promise<'removed' | 'absent'> {
  const { outcome } = await removeWorktree({ repository, path, snapshotRef: snapshotRef(plan.id, integrator) });
  const tip = await resolveCommit(repository, `refs/heads/${branch}`);
  if (tip !== undefined) await deleteRef(repository, `refs/heads/${branch}`, tip);
  return outcome;
}
