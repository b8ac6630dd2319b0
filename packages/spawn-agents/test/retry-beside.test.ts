import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { isProcessAlive } from '@cdev/git';
import { holdAgent } from '../src/agent-hold.ts';
import { openRun } from '../src/open-run.ts';
import { testContext } from '@cdev/test-kit';
import { of, plannedRepo, planId, worker, type PlannedRepo } from './planned-repo.ts';
import { startCli, until } from './start-cli.ts';

jest.setTimeout(120_000);

const stands =
  (it: PlannedRepo, agent: string, wanted: { readonly status: string; readonly attempt?: number }) => async () => {
    const state = await it.state(agent).catch(() => undefined);
    return state?.status === wanted.status && (wanted.attempt === undefined || state.attempt === wanted.attempt);
  };
const attemptsOf = async (it: PlannedRepo, agent: string): Promise<readonly number[]> =>
  (await it.events()).flatMap((event) =>
    event.type === 'agent-started' && event.agent === agent ? [event.attempt] : [],
  );

describe('an agent that is sent back while another process runs the plan', () => {
  test('runs beside it, never twice, is found when its process is killed, and what depends on it is started by the other', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] }, docs: {} });
    const first = `case $CDEV_AGENT in store) exit 1;; docs) ${worker}; until [ -e ../go ]; do sleep 0.1; done;; *) ${worker};; esac`;
    const runner = startCli(it.repo.path, ['--run', '--command', first, '--max-parallel', '2', '--json']);
    await until(stands(it, 'store', { status: 'failed' }));
    await until(stands(it, 'docs', { status: 'running' }));
    await expect(it.spawn({ retry: ['api'], command: worker })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_ALREADY_RUNNING',
    });

    const killed = startCli(it.repo.path, ['--retry', 'store', '--command', `${worker}; sleep 60`]);
    await until(stands(it, 'store', { status: 'running', attempt: 2 }));
    const { pid = 0, startTime } = await it.state('store');
    await expect(it.spawn({ retry: ['store'], command: worker })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_AGENT_TAKEN_OVER',
    });
    killed.child.kill('SIGKILL');
    await killed.ended;

    const again = await it.spawn({ retry: ['store'], command: worker });
    expect(again.result.recovered).toMatchObject([{ agent: 'store', attempt: 2 }]);
    expect(isProcessAlive(pid, startTime)).toBe(false);
    expect(of(again, 'store').run).toMatchObject({ verdict: 'done', attempt: 3, commit: expect.any(String) });
    expect(of(again, 'docs')).toMatchObject({ status: 'running', run: undefined });
    expect(await attemptsOf(it, 'store')).toEqual([1, 2, 3]);

    // The first process has docs at work all the time.
    expect(await until(stands(it, 'api', { status: 'finished' }))).toBe(true);
    expect(await readFile(join(await it.worktree('api'), 'src/store/made.txt'), 'utf8')).toBe('made by store\n');
    await it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
    const { exitCode, output } = await runner.ended;
    expect(exitCode).toBe(0);
    expect(output).toContain('another process sent it back meanwhile');
  });

  test('by two at the same time is run by one, and the other tells how that ended', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn({ run: true, command: 'exit 1' });
    const context = testContext({ cwd: it.repo.path });
    const chosen = Promise.withResolvers<void>();
    const begin: typeof context.progress.begin = (name) => {
      if (name === 'login') chosen.resolve();
      return context.progress.begin(name);
    };
    const run = await openRun(undefined, context);
    let late: ReturnType<typeof it.spawn> | undefined;
    // Another one has it in hand from before this one's choice until it has made the next attempt.
    await holdAgent(run, 'login', { waitLimit: 0 }, async () => {
      late = it.spawn({ retry: ['login'], command: worker }, { progress: { ...context.progress, begin } });
      await chosen.promise;
      const attempt = { agent: 'login', attempt: 2 } as const;
      const started = { type: 'agent-started', driver: 'command', pid: 1, startTime: '0', log: '' } as const;
      await it.journal.append({ ...started, ...attempt });
      await it.journal.append({
        type: 'agent-finished',
        ...attempt,
        verdict: 'failed',
        duration: 1,
        reason: 'no model',
      });
    });
    const outcome = await late;
    expect(outcome?.status).toBe('findings');
    expect(outcome && of(outcome, 'login').run).toMatchObject({ verdict: 'failed', attempt: 2, reason: 'no model' });
    expect(await attemptsOf(it, 'login')).toEqual([1, 2]);
  });
});
