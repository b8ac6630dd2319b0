import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { isProcessAlive, processStartTime } from '@cdev/git';
import { findAgentProcesses, agentMark } from '../src/processes/agent-processes.ts';
import { plannedRepo, planId, verdicts, worker, of, type PlannedRepo } from './planned-repo.ts';
import { startCli, until } from './start-cli.ts';

/** Writes in two steps with a pause between, so that there is something to interrupt; the same end however often it is begun. */
const steady = `${worker}; sleep 0.3; echo "second by $CDEV_AGENT" > "src/$CDEV_AGENT/second.txt"`;
const agents = { store: {}, api: { dependsOn: ['store'] }, docs: {} };
const runFolder = (it: PlannedRepo): string => join(it.commonDir, 'cdev/runs', planId);
const isAtWork = (it: PlannedRepo, agent: string) => async () =>
  (await it.state(agent).catch(() => undefined))?.status === 'running';

async function content(it: PlannedRepo, agent: string, file: string): Promise<string> {
  return readFile(join(await it.worktree(agent), `src/${agent}/${file}.txt`), 'utf8');
}

describe('a run that is killed', () => {
  test('at any moment is finished by a plain second run, with the same bytes in the end', async () => {
    await using it = await plannedRepo(agents);
    // Moments all over the run: while worktrees are made, while agents work, between them.
    for (const moment of [150, 350, 600, 1000]) {
      const { child, ended } = startCli(it.repo.path, ['--run', '--command', steady]);
      await pause(moment + Math.random() * 150);
      child.kill('SIGKILL');
      await ended;
    }
    const last = await startCli(it.repo.path, ['--run', '--command', steady]).ended;
    expect(last).toMatchObject({ exitCode: 0 });
    for (const agent of Object.keys(agents)) {
      expect(await content(it, agent, 'made')).toBe(`made by ${agent}\n`);
      expect(await content(it, agent, 'second')).toBe(`second by ${agent}\n`);
    }
    const states = await Promise.all(Object.keys(agents).map((agent) => it.state(agent)));
    expect(states.map(({ status }) => status)).toEqual(['committed', 'finished', 'finished']);
    for (const agent of Object.keys(agents))
      expect(findAgentProcesses({ agent, runFolder: runFolder(it) })).toEqual([]);
    expect(await it.repo.git('fsck', '--no-dangling')).toBe('');
  });

  test('leaves no agent at work, and the second run says what it found and tells the agent', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = 'mkdir -p src/login; [ -e src/login/half.txt ] && exit 0; echo half > src/login/half.txt; sleep 60';
    const { child, ended } = startCli(it.repo.path, ['--run', '--command', command]);
    const half = (): Promise<string> =>
      it.worktree('login').then((folder) => readFile(join(folder, 'src/login/half.txt'), 'utf8'));
    expect(
      await until(() =>
        half().then(
          () => true,
          () => false,
        ),
      ),
    ).toBe(true);
    await until(isAtWork(it, 'login'));
    const { pid = 0, startTime } = await it.state('login');
    child.kill('SIGKILL');
    await ended;
    const outcome = await it.spawn({ run: true, command });
    expect(isProcessAlive(pid, startTime)).toBe(false);
    expect(outcome.result.recovered).toMatchObject([
      { agent: 'login', attempt: 1, snapshot: `refs/cdev/snapshots/${planId}/login/1` },
    ]);
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', attempt: 2 });
    expect(await it.repo.git('show', `refs/cdev/snapshots/${planId}/login/1:src/login/half.txt`)).toBe('half');
    expect(await readFile(join(await it.worktree('login'), '.cdev/prompt.md'), 'utf8')).toContain('interrupted');
  });

  test('between the end of an agent and the commit of its work is gone on with by committing it', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    await it.spawn();
    const worktree = await it.worktree('store');
    await it.repo.write({ [`../repository.worktrees/${planId}/store/src/store/made.txt`]: 'by hand\n' });
    const started = {
      type: 'agent-started',
      agent: 'store',
      attempt: 1,
      driver: 'command',
      pid: 1,
      startTime: '0',
      log: '',
    } as const;
    await it.journal.append(started);
    await it.journal.append({ type: 'agent-finished', agent: 'store', attempt: 1, verdict: 'done', duration: 1 });
    const outcome = await it.spawn({ run: true, command: `cp src/store/made.txt src/seen.txt; ${worker}` });
    expect(verdicts(outcome)).toEqual({ api: 'done' });
    expect(await it.state('store')).toMatchObject({ status: 'committed', workspace: worktree });
    expect(await readFile(join(await it.worktree('api'), 'src/seen.txt'), 'utf8')).toBe('by hand\n');
  });
});

// Elsewhere only a process that the journal knows is found.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('an agent whose runner was killed before it wrote of it', () => {
  test('is ended by the next run all the same', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn();
    const orphan = spawn('sleep', ['60'], {
      env: { PATH: process.env['PATH'], ...agentMark({ agent: 'login', runFolder: runFolder(it) }) },
      detached: true,
      stdio: 'ignore',
    });
    const pid = orphan.pid as number;
    const startTime = processStartTime(pid);
    const outcome = await it.spawn({ run: true, command: worker });
    expect(outcome.result.recovered).toMatchObject([{ agent: 'login', attempt: 0, ended: 1 }]);
    expect(isProcessAlive(pid, startTime)).toBe(false);
    expect(verdicts(outcome)).toEqual({ login: 'done' });
  });

  test('keeps what an agent wrote that was killed with its runner before the journal knew of it', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn();
    const folder = await it.worktree('login');
    // Briefed and at work, and no entry in the journal: a busy machine, and all killed at one stroke.
    for (const [path, text] of [
      ['.cdev/prompt.md', 'Your task'],
      ['src/login/made.txt', 'a draft'],
    ] as const) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    expect(verdicts(await it.spawn({ run: true, command: worker }))).toEqual({ login: 'done' });
    expect(await it.repo.git('show', `refs/cdev/snapshots/${planId}/login/1:src/login/made.txt`)).toBe('a draft');
  });
});

describe('a run that is interrupted', () => {
  test('by Ctrl-C ends its agents, keeps their work, says so in the journal, and can be gone on with', async () => {
    await using it = await plannedRepo({ login: {}, late: { dependsOn: ['login'] } });
    const command = `${worker}; [ $CDEV_AGENT$CDEV_ATTEMPT != login1 ] || sleep 60`;
    const { child, ended } = startCli(it.repo.path, ['--run', '--command', command]);
    await until(isAtWork(it, 'login'));
    const { pid = 0, startTime } = await it.state('login');
    await until(() =>
      it
        .worktree('login')
        .then((folder) => readFile(join(folder, 'src/login/made.txt')))
        .then(
          () => true,
          () => false,
        ),
    );
    child.kill('SIGINT');
    const end = await ended;
    expect(end.exitCode).toBe(130);
    expect(end.output).toContain('Run the same command again');
    expect(isProcessAlive(pid, startTime)).toBe(false);
    const state = await it.state('login');
    expect(state).toMatchObject({ status: 'failed', ended: 'cancelled' });
    expect(await it.repo.git('show', `${state.snapshots[0]?.ref}:src/login/made.txt`)).toBe('made by login');
    expect(verdicts(await it.spawn({ run: true, command: `${command}; :` }))).toEqual({
      login: 'done',
      late: 'done',
    });
  });

  test('while it waits before a second attempt ends at once', async () => {
    await using it = await plannedRepo({ login: {} });
    const { child, ended } = startCli(it.repo.path, [
      '--run',
      '--command',
      'exit 1',
      '--attempts',
      '3',
      '--back-off',
      '60s',
    ]);
    await until(async () => (await it.state('login').catch(() => undefined))?.status === 'failed');
    await pause(200);
    child.kill('SIGINT');
    expect((await ended).exitCode).toBe(130);
    expect((await it.state('login')).attempt).toBe(1);
  });
});

test('a second process on the same plan is refused, and told who is at work', async () => {
  await using it = await plannedRepo({ login: {} });
  const { child, ended } = startCli(it.repo.path, ['--run', '--command', `${worker}; sleep 60`]);
  await until(isAtWork(it, 'login'));
  await expect(it.spawn({ run: true, command: worker })).rejects.toMatchObject({
    code: 'CDEV_E_SPAWN_ALREADY_RUNNING',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  child.kill('SIGTERM');
  await ended;
});
