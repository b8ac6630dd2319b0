import type { AgentView } from '../agent-view.ts';

/** `gone`: the journal calls it running, and its process is no more. `blocked`: it runs, and says or was told that it cannot go on. */
export type StateWord = AgentView['status'] | 'gone' | 'blocked';

export function stateWord({ status, isAlive, blocker, denied }: AgentView): StateWord {
  if (status !== 'running') return status;
  if (!isAlive) return 'gone';
  return (blocker ?? denied) === undefined ? 'running' : 'blocked';
}

export function isDone({ status }: AgentView): boolean {
  return ['committed', 'validated', 'merged', 'finished'].includes(status);
}

export function isBad(agent: AgentView): boolean {
  return ['failed', 'not-ready', 'ejected', 'gone'].includes(stateWord(agent));
}
