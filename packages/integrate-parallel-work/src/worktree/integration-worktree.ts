import { dirname, join } from 'node:path';
import { runState, snapshotRef, worktreeFolder, type RunEvent } from '@cdev/agent-run';
import { closeBench, openBench, type Bench } from '@cdev/workspace';
import type { Integration } from '../integration.ts';

/** No agent can have this name, so its folder, branch and refs are nobody's. */
export const integrator = '_integration';

export type WorktreePlace = Pick<Bench, 'path' | 'branch'>;
export type IntegrationWorktree = Bench;

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
  const place = { repository, path, branch, snapshotRef: snapshotRef(plan.id, integrator) };
  return openBench(place, { start, signal });
}

/** Removes the worktree and its branch; commits that only it knows stay on a snapshot ref. */
export async function closeWorktree(
  { repository, plan }: Integration,
  place: WorktreePlace,
): Promise<'removed' | 'absent'> {
  return closeBench({ ...place, repository, snapshotRef: snapshotRef(plan.id, integrator) });
}
