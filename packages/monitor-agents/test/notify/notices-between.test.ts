import { describe, expect, test } from '@jest/globals';
import type { AgentView, RunView } from '../../src/index.ts';
import { noticesBetween } from '../../src/notify/notices-between.ts';
import { idleAgent } from '../idle-agent.ts';

const agent = (id: string, status: AgentView['status'], fields: Partial<AgentView> = {}): AgentView => ({
  ...idleAgent,
  id,
  title: id,
  status,
  isAlive: status === 'running',
  ...fields,
});
const view = (agents: readonly AgentView[], merged = 0): RunView => ({
  plan: 'p',
  title: 'P',
  at: '2026-01-01T00:00:00.000Z',
  agents,
  conflicts: [],
  integration: { status: merged > 0 ? 'complete' : 'none', merged, ejected: 0 },
  used: { tokens: 0, cost: 0, days: [] },
  isAtRest: agents.every(({ status, isAlive }) => status !== 'running' || !isAlive),
});
const texts = (before: RunView, after: RunView): string[] => noticesBetween(before, after).map(({ text }) => text);

describe('noticesBetween', () => {
  test('says nothing when nothing has become of an agent', () => {
    const same = view([agent('a', 'running'), agent('b', 'planned')]);
    expect(texts(same, same)).toEqual([]);
    expect(
      texts(view([agent('a', 'planned'), agent('b', 'running')]), view([agent('a', 'ready'), agent('b', 'running')])),
    ).toEqual([]);
  });

  test('names who ended well and who did not, with the reason', () => {
    expect(
      texts(
        view([agent('a', 'running'), agent('b', 'running'), agent('c', 'running')]),
        view([
          agent('a', 'finished'),
          agent('b', 'failed', { reasons: ['exit code 3', 'more'] }),
          agent('c', 'running'),
        ]),
      ),
    ).toEqual(['a has finished', 'b has failed: exit code 3']);
  });

  test('tells once that one with a person asks for a permission, and that its turn has ended', () => {
    const one = (fields: Partial<AgentView>) => view([agent('a', 'running', { isTakenOver: true, ...fields })]);
    const asking = one({ asking: 'asks for a permission: Bash: npm test' });
    expect(texts(one({}), asking)).toEqual(['a asks for a permission: Bash: npm test']);
    expect(
      texts(asking, one({ asking: 'asks for a permission: Bash: npm test; nothing told since for 1 min' })),
    ).toEqual([]);
    expect(texts(asking, one({ isIdle: true }))).toEqual(['a waits for a prompt']);
    expect(texts(one({ isIdle: true }), one({ isIdle: true }))).toEqual([]);
  });

  test('tells once that an agent is blocked, and again for another reason', () => {
    const running = view([agent('a', 'running')]);
    const denied = view([agent('a', 'running', { denied: 'rm' })]);
    const stuck = view([agent('a', 'running', { blocker: 'no key' })]);
    expect(texts(running, denied)).toEqual(['a is blocked: rm']);
    expect(texts(denied, denied)).toEqual([]);
    expect(texts(denied, stuck)).toEqual(['a is blocked: no key']);
  });

  test('tells a process that is gone once, and the rest after it', () => {
    const before = view([agent('a', 'running')]);
    const gone = view([agent('a', 'running', { isAlive: false })]);
    expect(texts(before, gone)).toEqual(['The process of a is gone', 'Nothing runs any more: 1 agent']);
    expect(texts(gone, gone)).toEqual([]);
  });

  test('sums up when nothing runs any more, and when the target has moved', () => {
    const done = view([agent('a', 'validated'), agent('b', 'failed')]);
    expect(texts(view([agent('a', 'validated'), agent('b', 'running')]), done)).toContain(
      'Nothing runs any more: 2 agents, 1 failed',
    );
    expect(texts(done, view([agent('a', 'merged'), agent('b', 'failed')], 1))).toEqual([
      'a is merged',
      'Nothing runs any more: 2 agents, 1 merged, 1 failed',
    ]);
  });
});
