import type { RunState } from './run-state.ts';

/** Whether a run that began has nothing left to go on with: the work of all its agents is in, or no worktree is left to work in. */
export function hasEnded({ agents, lastSeq }: Pick<RunState, 'agents' | 'lastSeq'>): boolean {
  if (lastSeq === 0) return false;
  const all = [...agents.values()];
  return all.every(({ status }) => status === 'merged') || all.every(({ workspace }) => workspace === undefined);
}
