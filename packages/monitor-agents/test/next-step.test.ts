import type { AgentStatus } from '@cdev/agent-run';
import { expect, test } from '@jest/globals';
import { nextStep } from '../src/next-step.ts';
import { idleAgent, idleRun } from './idle-agent.ts';

test.each<[string, readonly AgentStatus[], string | undefined]>([
  ['nothing has begun', ['ready', 'planned', 'waiting'], 'cdev-spawn-agents eng-1 --run'],
  ['one is at work', ['running', 'planned'], undefined],
  ['one has failed', ['failed', 'committed'], undefined],
  ['work is not committed', ['finished', 'committed'], 'cdev-agent-commit --all --plan eng-1'],
  ['work is not validated', ['committed', 'validated'], 'cdev-validate-parallel-work eng-1'],
  ['all is ready', ['validated', 'merged'], 'cdev-integrate-parallel-work eng-1'],
  ['all is merged', ['merged', 'merged'], 'All of it is merged'],
])('what is to be done when %s', (_, statuses, wanted) => {
  const agents = statuses.map((status, at) => ({ ...idleAgent, id: `a${at}`, title: 'A', status }));
  const next = nextStep({ ...idleRun, agents });
  if (wanted === undefined) expect(next).toBeUndefined();
  else expect(next).toContain(wanted);
  expect(nextStep({ ...idleRun, agents, integration: { status: 'running', merged: 0, ejected: 0 } })).toBeUndefined();
});
