import { runState, snapshotRef, type RunEvent } from '@cdev/agent-run';
import { deleteRef, listWorktrees, resolveCommit } from '@cdev/git';
import { removeWorktree } from '@cdev/workspace';
import type { Integration } from './integration.ts';

/**
 * Removes the worktrees and branches of agents whose work is in the target. What is in a worktree and in no commit, and commits that the
 * target does not contain, stay on snapshot refs. @returns what was removed.
 */
export async function cleanUpAgents(
  { repository, plan, journal }: Integration,
  { agents, events }: { readonly agents: readonly string[]; readonly events: readonly RunEvent[] },
): Promise<string[]> {
  const { agents: states } = runState(events, { agents: plan.agents });
  const removed: string[] = [];
  for (const id of agents) {
    const planned = plan.agents.find((agent) => agent.id === id);
    const branch = states.get(id)?.branch ?? planned?.branch;
    if (branch === undefined) continue;
    const worktrees = await listWorktrees(repository);
    const path = worktrees.find((worktree) => worktree.branch === branch && !worktree.isMain)?.path;
    if (path !== undefined) {
      await removeWorktree({ repository, path, snapshotRef: snapshotRef(plan.id, id) });
      await journal.append({ type: 'workspace-removed', agent: id, path });
      removed.push(path);
    }
    const tip = await resolveCommit(repository, `refs/heads/${branch}`);
    const isElsewhere = worktrees.some((worktree) => worktree.branch === branch && worktree.isMain);
    if (tip === undefined || isElsewhere) continue;
    await deleteRef(repository, `refs/heads/${branch}`, tip);
    removed.push(`branch ${branch}`);
  }
  return removed;
}
