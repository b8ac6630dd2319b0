import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isProcessAlive } from '@cdev/git';
import { parallelRun } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { expect, test } from '@jest/globals';
import type { RunView } from '../../src/index.ts';
import type { Scene } from '../../src/actions/act.ts';
import { interact, type InteractiveView } from '../../src/terminal/interact.ts';
import { idleAgent } from '../idle-agent.ts';
import { liveEnvironment, liveHome, runnersGone, stateOf, until } from '../live-run.ts';

test('a live agent is started again, stopped with its work kept, and sent off once more, all by keys', async () => {
  await using fixture = await parallelRun({ files: { 'a.txt': 'a\n' }, agents: { login: { owns: ['a.txt'] } } });
  let last: InteractiveView | undefined;
  const live = {
    isTerminal: true,
    show: async (view: unknown) => void (last = view as InteractiveView),
    append: async () => {},
  };
  const context = testContext({ cwd: fixture.repository.path, home: liveHome, live, env: liveEnvironment });
  const planFile = join(fixture.commonDir, 'cdev', 'plans', `${fixture.plan.id}.yaml`);
  const scene: Scene = { plan: fixture.plan, planFile, commonDir: fixture.commonDir, context };
  const waiting: string[] = [];
  const over = new AbortController();
  async function* keys(): AsyncGenerator<string> {
    while (!over.signal.aborted) {
      const key = waiting.shift();
      if (key === undefined) await pause(20);
      else yield key;
    }
  }
  const view: RunView = {
    plan: fixture.plan.id,
    title: 'Two things',
    at: '2026-01-01T00:00:00.000Z',
    isAtRest: false,
    integration: { status: 'none', merged: 0, ejected: 0 },
    used: { tokens: 0, cost: 0, days: [] },
    conflicts: [],
    agents: [{ ...idleAgent, id: 'login', title: 'login', status: 'failed' }],
  };
  const interaction = interact(keys(), scene);
  await interaction.show(view);
  try {
    waiting.push('down', 'r', 'y');
    await until('attempt 1', async () => (await stateOf(fixture))?.status === 'running');
    await until('its word', () => last?.terminal.notice === 'login is tried again');
    const { pid = 0, startTime = '' } = (await stateOf(fixture)) ?? {};
    expect(isProcessAlive(pid, startTime)).toBe(true);
    const worktree = fixture.worktrees['login'];
    await until('its file', async () => (await worktree?.git('diff', '--name-only')) === 'a.txt');

    waiting.push('s', 'y');
    await until('its end', () => last?.terminal.notice === 'login is stopped; its work is kept');
    const stopped = await stateOf(fixture);
    expect(stopped).toMatchObject({ status: 'failed', ended: 'cancelled', attempt: 1 });
    expect(isProcessAlive(pid, startTime)).toBe(false);
    expect(await fixture.repository.git('show', `${stopped?.snapshots.at(-1)?.ref}:a.txt`)).toBe('a\nattempt 1');

    waiting.push('r', 'y');
    await until('attempt 2', async () => {
      // Whoever ran it may still be about to go: that is told, and the person tries once more.
      if (last?.terminal.notice.startsWith('✗ ') && waiting.length === 0) {
        waiting.push('r', 'y');
        await pause(1000);
      }
      return (await stateOf(fixture))?.status === 'finished';
    });
    expect(await stateOf(fixture)).toMatchObject({ attempt: 2, ended: 'done' });
    // The agent may have ended before the deed has: its word comes last, and would stand over what follows.
    await until('its word', () => last?.terminal.notice === 'login is tried again');
    // Declined, it is left alone.
    waiting.push('s', 'n');
    await until('the refusal', () => last?.terminal.notice === 'nothing was done');
    expect((await stateOf(fixture))?.status).toBe('finished');
  } finally {
    over.abort();
    await runnersGone(fixture);
  }
}, 120_000);
