import { describe, expect, jest, test } from '@jest/globals';
import { isProcessAlive } from '@cdev/git';
import { testContext } from '@cdev/test-kit';
import { stopAgents, type StopOptions } from '../src/index.ts';
import { of, plannedRepo, planId, worker, type PlannedRepo } from './planned-repo.ts';
import { startCli, until } from './start-cli.ts';

jest.setTimeout(120_000);

const stop = (it: PlannedRepo, options: Partial<StopOptions> = {}) =>
  stopAgents({ plan: undefined, only: [], isDryRun: false, ...options }, testContext({ cwd: it.repo.path }));
const areAtWork =
  (it: PlannedRepo, ...agents: string[]) =>
  async () => {
    const states = await Promise.all(agents.map((agent) => it.state(agent).catch(() => undefined)));
    return states.every((state) => state?.status === 'running');
  };
const long = `${worker}; echo started; sleep 60`;

describe('stop', () => {
  test('ends all agents and the process that runs them, and keeps their work', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const { child, ended } = startCli(it.repo.path, ['--run', '--command', long, '--max-parallel', '2']);
    await until(areAtWork(it, 'login', 'search'));
    const before = await it.state('login');
    const dry = await stop(it, { isDryRun: true });
    expect(dry.result.stopped.map(({ agent }) => agent)).toEqual(['login', 'search']);
    expect(isProcessAlive(before.pid as number, before.startTime)).toBe(true);
    const { result } = await stop(it);
    expect(result).toMatchObject({ runner: child.pid, stopped: [{ agent: 'login' }, { agent: 'search' }] });
    expect((await ended).exitCode).toBe(143);
    for (const agent of ['login', 'search']) {
      const state = await it.state(agent);
      expect(state).toMatchObject({ status: 'failed', ended: 'cancelled' });
      expect(isProcessAlive(state.pid as number, state.startTime)).toBe(false);
      expect(await it.repo.git('show', `refs/cdev/snapshots/${planId}/${agent}/1:src/${agent}/made.txt`)).toBe(
        `made by ${agent}`,
      );
    }
    expect((await stop(it)).result).toMatchObject({ stopped: [], runner: undefined });
  });

  test('of one agent lets the others go on; the stopped one is neither a failure nor tried again', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const command = `${worker}; [ $CDEV_AGENT = search ] && until [ -e ../go ]; do sleep 0.1; done || sleep 60`;
    const argv = ['--run', '--command', command, '--attempts', '3', '--json'];
    const { ended } = startCli(it.repo.path, argv);
    await until(areAtWork(it, 'login', 'search'));
    const { result } = await stop(it, { only: ['login'] });
    expect(result).toMatchObject({ runner: undefined, stopped: [{ agent: 'login' }] });
    await it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
    expect((await ended).exitCode).toBe(1);
    expect(await it.state('login')).toMatchObject({
      status: 'failed',
      ended: 'cancelled',
      reasons: ['it was stopped'],
      attempt: 1,
    });
    expect((await it.state('search')).status).toBe('finished');
  });

  test('of the only one at work returns when its runner is gone, so that it can be sent back at once', async () => {
    await using it = await plannedRepo({ login: {} });
    // It takes its time to end, as an assistant does.
    const slow = `trap 'sleep 1; exit 1' TERM; ${worker}; sleep 60 & wait`;
    const { ended } = startCli(it.repo.path, ['--run', '--command', slow]);
    await until(areAtWork(it, 'login'));
    await stop(it, { only: ['login'] });
    const again = await it.spawn({ retry: ['login'], command: worker });
    expect(of(again, 'login').run).toMatchObject({ verdict: 'done', attempt: 2 });
    expect((await ended).exitCode).toBe(1);
  });

  test('of one that waits for its next attempt keeps it from having one', async () => {
    await using it = await plannedRepo({ login: {} });
    const waiting = ['--run', '--command', `${worker}; exit 1`, '--attempts', '3', '--back-off', '60s'];
    const { ended } = startCli(it.repo.path, waiting);
    await until(async () => (await it.state('login').catch(() => undefined))?.status === 'failed');
    expect((await stop(it, { only: ['login'] })).result.stopped).toMatchObject([{ agent: 'login', attempt: 1 }]);
    expect((await ended).exitCode).toBe(1);
    expect(await it.state('login')).toMatchObject({ attempt: 1, ended: 'cancelled', reasons: ['it was stopped'] });
  });

  test('of a run that was never begun is refused', async () => {
    await using it = await plannedRepo({ login: {} });
    await expect(stop(it)).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_NO_RUN' });
  });
});
