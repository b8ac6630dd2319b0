import { isPutOut } from '@cdev/agent-run';
import type { AgentView } from '../agent-view.ts';

/**
 * `gone`: the journal calls it running, and its process is no more. `blocked`: it runs, and says or was told that it cannot go on. `retrying`: it runs, and
 * waits for its model. Of a conversation at a terminal: `asking`, it is blocked on a permission that a person is asked for; `idle`, it waits for a prompt.
 */
export type StateWord = AgentView['status'] | 'gone' | 'blocked' | 'retrying' | 'asking' | 'idle';

export function stateWord({ status, isAlive, blocker, denied, retrying, asking, isIdle }: AgentView): StateWord {
  if (status !== 'running') return status;
  if (!isAlive) return 'gone';
  if ((blocker ?? denied) !== undefined) return 'blocked';
  if (asking !== undefined) return 'asking';
  if (isIdle === true) return 'idle';
  return retrying === undefined ? 'running' : 'retrying';
}

export function isDone({ status }: AgentView): boolean {
  return ['committed', 'validated', 'merged', 'finished'].includes(status);
}

export function isBad(agent: AgentView): boolean {
  const word = stateWord(agent);
  return word === 'gone' || isPutOut(word);
}
