import type { RunState } from './run-state.ts';

/** Whether nothing of a run is left to go on with: the work of all its agents is in, or no worktree is left to work in. */
export function hasEnded({ agents }: Pick<RunState, 'agents'>): boolean {
  const all = [...agents.values()];
  return all.every(({ status }) => status === 'merged') || all.every(({ workspace }) => workspace === undefined);
}
