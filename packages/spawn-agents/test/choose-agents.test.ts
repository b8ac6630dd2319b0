import { describe, expect, test } from '@jest/globals';
import { runState, type NewRunEvent, type RunEvent } from '@cdev/agent-run';
import { mergeOrder, type DeploymentPlan } from '@cdev/deployment-plan';
import { chooseAgents } from '../src/choose-agents.ts';
import { agentOf } from './planned-agent.ts';

const agents = [agentOf('store'), agentOf('api', { dependsOn: ['store'] }), agentOf('docs')];
const plan = {
  id: 'p',
  agents,
  mergeOrder: mergeOrder(agents),
  shared: [],
} as unknown as DeploymentPlan;

const started = (agent: string, attempt = 1): NewRunEvent => ({
  type: 'agent-started',
  agent,
  attempt,
  driver: 'codex',
  pid: 1,
  startTime: '1',
  log: 'l',
});
const finished = (agent: string, verdict: 'done' | 'failed' | 'cancelled', reason?: string): NewRunEvent => ({
  type: 'agent-finished',
  agent,
  attempt: 1,
  verdict,
  duration: 1,
  ...(reason !== undefined && { reason }),
});
const committed = (agent: string, complete = true): NewRunEvent => ({
  type: 'committed',
  agent,
  commit: 'c1',
  files: 1,
  complete,
});

function choose(events: readonly NewRunEvent[], options: { only?: string[]; retry?: string[] } = {}) {
  const stamped = events.map((event, index) => ({ ...event, seq: index + 1, time: '', writer: '' })) as RunEvent[];
  const { toRun, toCommit, done } = chooseAgents(plan, runState(stamped, { agents }), {
    only: [],
    retry: [],
    ...options,
  });
  return {
    run: [...toRun.keys()],
    commit: toCommit,
    done: [...done],
    feedback: (id: string) => toRun.get(id)?.feedback,
  };
}

describe('which agents are run', () => {
  test('at first all of them, with nothing to tell them of a last attempt', () => {
    const chosen = choose([]);
    expect(chosen).toMatchObject({ run: ['store', 'api', 'docs'], commit: [], done: [] });
    expect(chosen.feedback('store')).toBeUndefined();
  });

  test('what ended well is not run again, and is committed when somebody builds on it', () => {
    const events = [started('store'), finished('store', 'done'), started('docs'), finished('docs', 'done')];
    expect(choose(events)).toMatchObject({ run: ['api'], commit: ['store'], done: [] });
    expect(choose([...events, committed('store')])).toMatchObject({ run: ['api'], commit: [], done: ['store'] });
  });

  test('a partial commit is nothing to build on', () => {
    expect(choose([started('store'), finished('store', 'done'), committed('store', false)]).done).toEqual([]);
  });

  test('what failed is run again and told why; what was interrupted is told that its files are there', () => {
    const failed = choose([started('docs'), finished('docs', 'failed', 'exit code 3')]);
    expect(failed.run).toContain('docs');
    expect(failed.feedback('docs')).toContain('- exit code 3');
    const cut = choose([started('docs'), finished('docs', 'cancelled', 'the run was interrupted')]);
    expect(cut.feedback('docs')).toMatch(/interrupted.*still here/);
  });

  test('work that is not ready or was ejected waits to be sent back by name, with the reasons', () => {
    const notReady: NewRunEvent = {
      type: 'validated',
      agent: 'docs',
      commit: 'c1',
      verdict: 'not-ready',
      reasons: ['tests: 2 failed', 'a secret in docs/a.md'],
    };
    const events = [started('docs'), finished('docs', 'done'), committed('docs'), notReady];
    expect(choose(events).run).toEqual(['store', 'api']);
    const again = choose(events, { retry: ['docs'] });
    expect(again.run).toEqual(['docs']);
    expect(again.feedback('docs')).toMatch(/not ready[^]*- tests: 2 failed\n- a secret/);
    const ejected: NewRunEvent = { type: 'ejected', agent: 'docs', reason: 'the build broke' };
    expect(choose([...events, ejected], { retry: ['docs'] }).feedback('docs')).toMatch(
      /integration[^]*- the build broke/,
    );
  });

  test('named agents are the only ones, and one that is to be done again is nothing to build on yet', () => {
    const events = [started('store'), finished('store', 'done'), committed('store')];
    expect(choose(events, { only: ['api'] })).toMatchObject({ run: ['api'], done: ['store'] });
    expect(choose(events, { only: ['api'], retry: ['store'] })).toMatchObject({ run: ['store', 'api'], done: [] });
  });

  test('a name that the plan does not know is refused', () => {
    expect(() => choose([], { only: ['apis'] })).toThrow(
      expect.objectContaining({ code: 'CDEV_E_PLAN_AGENT_UNKNOWN' }),
    );
  });
});
