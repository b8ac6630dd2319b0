import type { RunState } from '@cdev/agent-run';
import { holderOfAgent } from '../agent-hold.ts';
import type { SpawnRun } from '../open-run.ts';

/** Agents that outlive the process that started them, at work or ended since, and that nobody has in hand. */
export function goingOn(run: SpawnRun, { agents }: RunState): ReadonlySet<string> {
  const left = [...agents.values()].filter(
    ({ id, status, detached }) =>
      status === 'running' && detached !== undefined && holderOfAgent(run, id) === undefined,
  );
  return new Set(left.map(({ id }) => id));
}
