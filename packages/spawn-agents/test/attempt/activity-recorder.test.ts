import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { Activity, NewRunEvent } from '@cdev/agent-run';
import { createActivityRecorder, inWorktree } from '../../src/attempt/activity-recorder.ts';

function recorder(interval: number, fail = false) {
  const entries: Activity[] = [];
  const journal = {
    append: async (event: NewRunEvent) => {
      if (fail) throw new Error('disk full');
      if (event.type === 'agent-activity') entries.push(event.activity);
      return event as never;
    },
  };
  const made = createActivityRecorder({ journal, agent: 'a', attempt: 1, worktree: '/w/ü', interval });
  return { ...made, entries };
}

describe('what an agent does, in the journal', () => {
  test('the first thing stands there at once, a thousand after it become few, and no token is lost', async () => {
    const { record, close, entries } = recorder(40);
    for (let index = 0; index < 1000; index += 1) {
      record({ kind: 'message', text: `m${index}` });
      record({ kind: 'usage', tokens: 3, cost: 0.001 });
      if (index % 100 === 0) await pause(5);
    }
    await close();
    expect(entries[0]).toEqual({ kind: 'message', text: 'm0' });
    // How few depends on how long the pauses get on a busy machine.
    expect(entries.length).toBeLessThan(50);
    expect(entries.at(-1)?.text).toBe('m999');
    expect(entries.reduce((sum, { tokens = 0 }) => sum + tokens, 0)).toBe(3000);
    expect(entries.reduce((sum, { cost = 0 }) => sum + cost, 0)).toBeCloseTo(1);
  });

  test('something said in a quiet time is written without waiting for the next', async () => {
    const { record, entries } = recorder(30);
    record({ kind: 'tool', text: 'shell: ls' });
    record({ kind: 'tool', text: 'shell: npm test' });
    while (entries.length < 2) await pause(5);
    expect(entries.map(({ text }) => text)).toEqual(['shell: ls', 'shell: npm test']);
  });

  test('every file is told, by its path in the repository', async () => {
    const { record, close, entries } = recorder(10_000);
    record({ kind: 'message', text: 'go' });
    for (const file of ['/w/ü/src/a.ts', 'src/b.ts', '/w/ü/src/a.ts', '/etc/passwd'])
      record({ kind: 'file', text: file });
    record({ kind: 'usage', tokens: 5 });
    await close();
    expect(entries.slice(1)).toEqual([{ kind: 'file', text: 'src/a.ts, src/b.ts, /etc/passwd', tokens: 5 }]);
  });

  test('a denied permission is told as one, and sessions and results are not activities', async () => {
    const { record, close, entries } = recorder(0);
    record({ kind: 'session', id: 'x' });
    record({ kind: 'result', ok: true, text: 'done' });
    record({ kind: 'permission-denied', text: 'Bash: rm' });
    await close();
    expect(entries).toEqual([{ kind: 'permission', text: 'permission denied: Bash: rm' }]);
  });

  test('waiting for the model is told with all that the assistant tells of it, and each time is counted', async () => {
    const { record, close, entries } = recorder(10_000);
    record({ kind: 'retry', text: 'rate_limit', attempt: 1, wait: 1200, status: 429 });
    record({ kind: 'retry', text: 'overloaded', attempt: 2, wait: 12_000, status: 529 });
    record({ kind: 'retry', text: '' });
    await close();
    expect(entries).toEqual([
      { kind: 'retry', text: 'waiting for the model, try 1, 1.2 s: rate_limit (429)', retries: 1 },
      { kind: 'retry', text: 'waiting for the model', retries: 2 },
    ]);
  });

  test('a journal that cannot be written is told to whoever closes it', async () => {
    const { record, close } = recorder(0, true);
    record({ kind: 'message', text: 'x' });
    await expect(close()).rejects.toThrow('disk full');
  });

  test('a path that only begins like one outside is inside', () => {
    expect(inWorktree('/w', '/w/..a/b')).toBe('..a/b');
    expect(inWorktree('/w', '/wx/b')).toBe('/wx/b');
  });
});
