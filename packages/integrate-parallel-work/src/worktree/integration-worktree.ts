import { basename, dirname, join } from 'node:path';
import { integrationBranch, integrator, runState, snapshotRef, worktreeFolder, type RunEvent } from '@cdev/agent-run';
import { listRefs } from '@cdev/git';
import { closeBench, openBench, type Bench } from '@cdev/workspace';
import type { Integration } from '../integration.ts';

export type WorktreePlace = Pick<Bench, 'path' | 'branch'>;

/** Beside the agents' worktrees, wherever those were put. */
export function worktreePlace({ root, plan }: Integration, events: readonly RunEvent[]): WorktreePlace {
  const known = [...runState(events).agents.values()].find(({ workspace }) => workspace !== undefined)?.workspace;
  const path =
    known === undefined
      ? worktreeFolder({ repositoryRoot: root, planId: plan.id, agentId: integrator })
      : join(dirname(known), integrator);
  return { path, branch: integrationBranch(plan.id) };
}

/** The first is the place itself; the others stand beside it. */
export function numberedPlace({ path, branch }: WorktreePlace, number: number): WorktreePlace {
  return number === 1 ? { path, branch } : { path: `${path}-${number}`, branch: `${branch}-${number}` };
}

/**
 * A worktree in which candidates are tested; one that an interrupted integration left is taken over, after what is uncommitted in it was
 * kept on a snapshot ref.
 */
export async function openWorktree(
  { repository, plan }: Integration,
  { path, branch, start, signal }: WorktreePlace & { readonly start: string; readonly signal: AbortSignal },
): Promise<Bench> {
  return openBench({ repository, path, branch, snapshotRef: snapshotOf(plan.id, path) }, { start, signal });
}

/** Removes all worktrees of the integration and their branches; commits that only they know stay on snapshot refs. @returns the folders that were there. */
export async function closeWorktrees({ repository, plan }: Integration, place: WorktreePlace): Promise<string[]> {
  const branches = (await listRefs(repository, 'refs/heads')).map(({ name }) => name.slice('refs/heads/'.length));
  const others = branches.flatMap((branch) => {
    const number = branch.startsWith(`${place.branch}-`) ? Number(branch.slice(place.branch.length + 1)) : 0;
    return Number.isInteger(number) && number > 1 ? [numberedPlace(place, number)] : [];
  });
  const removed: string[] = [];
  for (const one of [place, ...others]) {
    const outcome = await closeBench({ ...one, repository, snapshotRef: snapshotOf(plan.id, one.path) });
    if (outcome === 'removed') removed.push(one.path);
  }
  return removed;
}

function snapshotOf(planId: string, path: string): string {
  return snapshotRef(planId, basename(path));
}
