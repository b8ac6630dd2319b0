import { describe, expect, test } from '@jest/globals';
import { runCosts, type Activity, type NewRunEvent, type RunEvent } from '../../src/index.ts';

const at = (time: string, event: NewRunEvent): RunEvent => ({ seq: 1, time, writer: 'w', ...event });
const start = (agent: string, attempt: number, driver: string): NewRunEvent => ({
  type: 'agent-started',
  agent,
  attempt,
  driver,
  pid: 7,
  startTime: '',
  log: '/l',
});
const used = (agent: string, attempt: number, activity: Partial<Activity>): NewRunEvent => ({
  type: 'agent-activity',
  agent,
  attempt,
  activity: { kind: 'usage', text: '', ...activity },
});
const nothing = { attempts: 0, tokens: 0, cost: 0, unpricedTokens: 0 };

describe('what a run cost', () => {
  test('is told by agent, day and driver; over midnight each day has its part', () => {
    const events = [
      at('2026-11-26T23:00:00.000Z', start('a', 1, 'claude')),
      at('2026-11-26T23:50:00.000Z', used('a', 1, { tokens: 100 })),
      at('2026-11-27T00:10:00.000Z', used('a', 1, { tokens: 50, cost: 0.25 })),
      at('2026-11-27T01:00:00.000Z', start('a', 2, 'codex')),
      at('2026-11-27T01:10:00.000Z', used('a', 2, { tokens: 7 })),
    ];
    const a = { plan: 'p', agent: 'a', ...nothing };
    expect(runCosts('p', events)).toEqual([
      // The dollars come with the end of the attempt: its earlier tokens are paid by them.
      { ...a, day: '2026-11-26', driver: 'claude', attempts: 1, tokens: 100 },
      { ...a, day: '2026-11-27', driver: 'claude', tokens: 50, cost: 0.25 },
      { ...a, day: '2026-11-27', driver: 'codex', attempts: 1, tokens: 7, unpricedTokens: 7 },
    ]);
  });

  test('is nothing for an agent that told nothing, and a price of zero is a price', () => {
    const time = '2026-11-27T00:00:00.000Z';
    expect(runCosts('p', [])).toEqual([]);
    const silent = [start('a', 1, 'command'), used('a', 1, { kind: 'message', text: 'hello' })];
    expect(
      runCosts(
        'p',
        silent.map((event) => at(time, event)),
      ),
    ).toEqual([{ plan: 'p', agent: 'a', day: '2026-11-27', driver: 'command', ...nothing, attempts: 1 }]);
    const free = [start('a', 1, 'opencode'), used('a', 1, { tokens: 9, cost: 0 })];
    expect(
      runCosts(
        'p',
        free.map((event) => at(time, event)),
      )[0],
    ).toMatchObject({ tokens: 9, unpricedTokens: 0 });
    expect(runCosts('p', [at(time, used('a', 1, { tokens: 1 }))])[0]).toMatchObject({ driver: 'unknown', tokens: 1 });
  });
});
