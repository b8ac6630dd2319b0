import { describe, expect, test } from '@jest/globals';
import { cpuSince } from '@cdev/test-kit/cpu-time';
import { hasEnded, runState, type NewRunEvent } from '../../src/index.ts';
import {
  committed,
  created,
  finished,
  stamped,
  started,
  stateOf,
  statusOf,
  validated,
  workspaceOf,
} from './run-events.ts';

test('a blocker stands until the agent says how it gets on, or begins anew', () => {
  const blocked = [
    {
      seq: 1,
      time: '2026-01-01T00:00:00.000Z',
      writer: 't',
      type: 'reported',
      agent: 'a',
      kind: 'blocker',
      text: 'no key',
    },
  ] as const;
  const on = { ...blocked[0], seq: 2, kind: 'progress', text: 'found it' } as const;
  expect(runState(blocked).agents.get('a')).toMatchObject({ blocker: 'no key', lastActivity: { text: 'no key' } });
  expect(runState([...blocked, on]).agents.get('a')?.blocker).toBeUndefined();
});

test('of what an agent was at before it began anew nothing is left', () => {
  for (const kind of ['asks', 'waits', 'retry', 'permission', 'message'] as const) {
    const activity: NewRunEvent = { type: 'agent-activity', agent: 'a', attempt: 1, activity: { kind, text: 'old' } };
    expect(stateOf([started(), activity]).agents.get('a')?.lastActivity).toMatchObject({ kind, text: 'old' });
    const again = stateOf([started(), activity, finished('failed'), started(2)]).agents.get('a');
    expect(again).toMatchObject({ status: 'running', attempt: 2 });
    expect(again).not.toHaveProperty('lastActivity');
  }
});

test('a run has ended when all work is in, or when no worktree is left', () => {
  const agent = (id: string, more: object) => ({ ...stateOf([started()]).agents.get('a')!, id, ...more });
  const ended = (...agents: readonly ReturnType<typeof agent>[]): boolean =>
    hasEnded({ agents: new Map(agents.map((one) => [one.id, one])), lastSeq: 1 });
  const merged = agent('a', { status: 'merged', workspace: '/a' });
  expect(ended(merged)).toBe(true);
  expect(ended(merged, agent('b', { status: 'ejected', workspace: '/b' }))).toBe(false);
  expect(ended(agent('a', { workspace: undefined }), agent('b', { status: 'ejected', workspace: undefined }))).toBe(
    true,
  );
  expect(hasEnded(runState([], { agents: [{ id: 'a', dependsOn: [] }] }))).toBe(false);
});

describe('runState', () => {
  test('of no events is an empty run', () => {
    expect(stateOf([])).toEqual({
      agents: new Map(),
      integration: { status: 'none', order: [], merged: [], ejected: [] },
      ownershipChanges: [],
      lastSeq: 0,
    });
  });

  test('tells plan, target, base and the last event', () => {
    expect(
      stateOf([
        { type: 'run-created', plan: 'p.yaml', target: 'main', base: 'b0' },
        { type: 'note', text: 'x' },
      ]),
    ).toMatchObject({
      plan: 'p.yaml',
      target: 'main',
      base: 'b0',
      lastSeq: 2,
      lastEventAt: '2026-01-01T00:00:01.000Z',
    });
  });

  test('follows an agent from its workspace to its commit', () => {
    const events: readonly NewRunEvent[] = [
      created,
      { type: 'workspace-ready', agent: 'a', ports: [4001] },
      started(),
      finished('done'),
      committed('c1'),
      validated('warnings'),
    ];
    const steps = events.map((_, index) => statusOf(events.slice(0, index + 1)));
    expect(steps).toEqual(['ready', 'ready', 'running', 'finished', 'committed', 'validated']);
    expect(stateOf(events).agents.get('a')).toMatchObject({
      workspace: '/w/a',
      branch: 'cdev/p/a',
      base: 'base0',
      ports: [4001],
      attempt: 1,
      driver: 'shell',
      pid: 7,
      startTime: '99',
      ended: 'done',
      commit: 'c1',
      complete: true,
      verdict: 'warnings',
      reasons: ['because'],
      startedAt: '2026-01-01T00:00:02.000Z',
      endedAt: '2026-01-01T00:00:03.000Z',
    });
  });

  test.each(['failed', 'timed-out', 'cancelled'] as const)(
    'an attempt that %s makes the agent failed, and the next one running again',
    (verdict) => {
      const failed = stateOf([created, started(), finished(verdict, 'no idea')]).agents.get('a');
      expect(failed).toMatchObject({ status: 'failed', ended: verdict, reasons: ['no idea'] });
      const again = stateOf([created, started(), finished(verdict, 'no idea'), started(2)]).agents.get('a');
      expect(again).toMatchObject({ status: 'running', attempt: 2, reasons: [] });
      expect(again).not.toHaveProperty('endedAt');
      expect(again).not.toHaveProperty('ended');
    },
  );

  test('partial work is committed but the agent is not', () => {
    expect(
      stateOf([created, started(), finished('failed'), committed('c1', { complete: false })]).agents.get('a'),
    ).toMatchObject({ status: 'failed', commit: 'c1', complete: false });
  });

  test('a verdict counts for the commit it was given for only', () => {
    expect(statusOf([committed('c1'), validated('not-ready')])).toBe('not-ready');
    expect(statusOf([committed('c2'), validated('not-ready', 'c1')])).toBe('committed');
    const newer = stateOf([committed('c1'), validated('ready'), committed('c2')]).agents.get('a');
    expect(newer?.status).toBe('committed');
    expect(newer).not.toHaveProperty('verdict');
  });

  test('adds up tokens and cost over all attempts and keeps the last activity', () => {
    const activity = (text: string, tokens?: number, cost?: number): NewRunEvent => ({
      type: 'agent-activity',
      agent: 'a',
      attempt: 1,
      activity: { kind: 'usage', text, ...(tokens !== undefined && { tokens }), ...(cost !== undefined && { cost }) },
    });
    expect(
      stateOf([
        started(),
        activity('one', 100, 0.5),
        activity('two'),
        started(2),
        activity('three', 50, 0.25),
      ]).agents.get('a'),
    ).toMatchObject({
      tokens: 150,
      cost: 0.75,
      lastActivity: { text: 'three', time: '2026-01-01T00:00:04.000Z' },
    });
  });

  test('keeps snapshots and what was set aside, and forgets a removed workspace', () => {
    const state = stateOf([
      created,
      { type: 'snapshot-taken', agent: 'a', ref: 'refs/s/1', commit: 's1', why: 'before the commit' },
      { type: 'set-aside', agent: 'a', ref: 'refs/x/1', commit: 'x1', paths: ['README.md'] },
      { type: 'dependencies-merged', agent: 'a', commit: 'm1', from: ['b'] },
      { type: 'workspace-removed', agent: 'a', path: '/w/a' },
    ]).agents.get('a');
    expect(state).toMatchObject({
      base: 'm1',
      snapshots: [{ ref: 'refs/s/1', commit: 's1' }],
      setAside: [{ ref: 'refs/x/1', commit: 'x1', paths: ['README.md'], holds: 'changes' }],
    });
    expect(state).not.toHaveProperty('workspace');
  });

  test('knows the agents of the plan: those without events and those that wait', () => {
    const agents = [
      { id: 'b', dependsOn: ['a'] },
      { id: 'a', dependsOn: [] },
      { id: 'c', dependsOn: ['b'] },
    ];
    const of = (events: readonly NewRunEvent[]) =>
      [...stateOf(events, { agents }).agents.values()].map(({ id, status }) => `${id} ${status}`);
    expect(of([])).toEqual(['b waiting', 'a planned', 'c waiting']);
    const ready: NewRunEvent = workspaceOf('b');
    expect(of([created, ready])).toEqual(['b waiting', 'a ready', 'c waiting']);
    expect(of([created, ready, committed('c1')])).toEqual(['b ready', 'a committed', 'c waiting']);
    expect(of([committed('c1', { complete: false })])).toContain('b waiting');
  });

  test('passes over events it does not know and notes', () => {
    const unknown = { type: 'agent-dreamed', agent: 'z' } as unknown as NewRunEvent;
    expect(stateOf([unknown, { type: 'note', text: 'x', agent: 'y' }]).agents.get('y')).toBeUndefined();
    expect(stateOf([unknown]).lastSeq).toBe(1);
  });

  test('records who was given which path', () => {
    expect(
      stateOf([{ type: 'ownership-changed', agent: 'a', path: 'x.ts', from: 'b', reason: 'needed' }]).ownershipChanges,
    ).toEqual([{ agent: 'a', path: 'x.ts', from: 'b', reason: 'needed' }]);
  });

  test('reduces 20,000 events in no time', () => {
    const events = stamped(
      ...Array.from({ length: 20_000 }, (): NewRunEvent => ({
        type: 'agent-activity',
        agent: 'a',
        attempt: 1,
        activity: { kind: 'tool', text: 'x', tokens: 1 },
      })),
    );
    const before = process.cpuUsage();
    expect(runState(events).agents.get('a')?.tokens).toBe(20_000);
    expect(cpuSince(before)).toBeLessThan(1000);
  });
});
