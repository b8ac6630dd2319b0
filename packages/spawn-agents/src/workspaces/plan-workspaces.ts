import { worktreeFolder, type RunState } from '@cdev/agent-run';
import type { PlannedAgent } from '@cdev/deployment-plan';
import type { CreatedWorktree } from '@cdev/workspace';
import type { SpawnRun } from '../open-run.ts';

/** An agent's folder and branch, as they are or are to be. */
export interface Workspace {
  readonly agent: PlannedAgent;
  readonly path: string;
  readonly branch: string;
  /** `planned` only in a dry run. */
  readonly outcome: CreatedWorktree['outcome'] | 'planned';
  readonly port?: number | undefined;
  /** Milliseconds that making and preparing it took in this call; undefined for one that was there. */
  readonly duration?: number | undefined;
  /** What it takes on disk, in bytes; likewise. */
  readonly bytes?: number | undefined;
  /** What a person has to know of how it was prepared in this call. */
  readonly notes?: readonly string[] | undefined;
}

/** Where the workspaces of agents are to be. One that is there stays where it is. */
export function planWorkspaces(
  run: SpawnRun,
  agents: readonly PlannedAgent[],
  { state, worktrees }: { state: RunState; worktrees: string | undefined },
): readonly Workspace[] {
  return agents.map((agent) => {
    const known = state.agents.get(agent.id);
    const place = { repositoryRoot: run.root, planId: run.plan.id, agentId: agent.id, worktrees };
    return {
      agent,
      path: known?.workspace ?? worktreeFolder(place),
      branch: known?.branch ?? agent.branch,
      outcome: known?.workspace === undefined ? 'planned' : 'kept',
    };
  });
}
