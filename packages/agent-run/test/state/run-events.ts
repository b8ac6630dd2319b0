import { runState, type NewRunEvent, type RunEvent, type RunState, type RunStateOptions } from '../../src/index.ts';

/** Events a second apart. */
export function stamped(...events: readonly NewRunEvent[]): readonly RunEvent[] {
  return events.map((event, index) => ({
    ...event,
    seq: index + 1,
    time: new Date(Date.UTC(2026, 0, 1, 0, 0, index)).toISOString(),
    writer: 'w',
  }));
}

export const stateOf = (events: readonly NewRunEvent[], options?: RunStateOptions): RunState =>
  runState(stamped(...events), options);
export const statusOf = (events: readonly NewRunEvent[], agent = 'a') => stateOf(events).agents.get(agent)?.status;

export const workspaceOf = (agent: string): NewRunEvent => ({
  type: 'workspace-created',
  agent,
  path: `/w/${agent}`,
  branch: `cdev/p/${agent}`,
  base: 'base0',
});
export const created = workspaceOf('a');
export const started = (attempt = 1, agent = 'a'): NewRunEvent => ({
  type: 'agent-started',
  agent,
  attempt,
  driver: 'shell',
  pid: 7,
  startTime: '99',
  log: 'a.log',
});
export const finished = (verdict: 'done' | 'failed' | 'timed-out' | 'cancelled', reason?: string): NewRunEvent => ({
  type: 'agent-finished',
  agent: 'a',
  attempt: 1,
  verdict,
  duration: 1000,
  ...(reason !== undefined && { reason }),
});
export const committed = (commit: string, { complete = true, agent = 'a' } = {}): NewRunEvent => ({
  type: 'committed',
  agent,
  commit,
  files: 2,
  complete,
});
export const validated = (verdict: 'ready' | 'warnings' | 'not-ready', commit = 'c1'): NewRunEvent => ({
  type: 'validated',
  agent: 'a',
  commit,
  verdict,
  reasons: ['because'],
});
export const integration: NewRunEvent = {
  type: 'integration-started',
  target: 'main',
  from: 't0',
  strategy: 'merge',
  order: ['a', 'b'],
};
export const merged = (agent = 'a'): NewRunEvent => ({
  type: 'candidate-merged',
  agent,
  commit: `m-${agent}`,
  tree: 'tree',
  resolved: [],
});
export const ejected: NewRunEvent = { type: 'ejected', agent: 'a', reason: 'tests fail', log: 'x.log' };
