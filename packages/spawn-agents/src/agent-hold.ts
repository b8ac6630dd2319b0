import { agentLock } from '@cdev/agent-run';
import { holderOfLock, withLock, type Holder } from '@cdev/git';
import { runnerLock, type SpawnRun } from './open-run.ts';

export interface HoldOptions {
  /** Milliseconds to wait for whoever has it in hand. */
  readonly waitLimit: number;
  readonly signal?: AbortSignal | undefined;
}

function lockOf({ repository, plan }: SpawnRun, agentId: string): string {
  return agentLock(repository.commonDir, { planId: plan.id, agentId });
}

/**
 * Runs `action` as the only process that has this agent in hand: from before its first attempt until its work is kept and committed, or
 * while it is put in order after a stop.
 * @throws CDEV_E_GIT_LOCK_HELD, CDEV_E_GIT_INTERRUPTED
 */
export async function holdAgent<Result>(
  run: SpawnRun,
  agent: string,
  options: HoldOptions,
  action: () => Promise<Result>,
): Promise<Result> {
  return withLock(lockOf(run, agent), { ...options, what: `the agent ${agent} of ${run.plan.id}` }, action);
}

/** The process that has it in hand. */
export function holderOfAgent(run: SpawnRun, agent: string): Holder | undefined {
  return holderOfLock(lockOf(run, agent));
}

/** Whether somebody else than the runner has it in hand: a person in its conversation. */
export function isTaken(run: SpawnRun, agent: string): boolean {
  const holder = holderOfAgent(run, agent);
  return holder !== undefined && holder.pid !== holderOfLock(runnerLock(run))?.pid;
}
