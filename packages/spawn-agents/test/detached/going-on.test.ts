import { readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { runPaths } from '@cdev/agent-run';
import { isProcessAlive, processStartTime } from '@cdev/git';
import { testContext } from '@cdev/test-kit';
import { bootId } from '../../src/detached/boot-id.ts';
import { outputFiles } from '../../src/detached/output-files.ts';
import { stopAgents, takeOverAgent } from '../../src/index.ts';
import { of, plannedRepo, planId, verdicts, type PlannedRepo } from '../planned-repo.ts';
import { startCli, until } from '../start-cli.ts';

jest.setTimeout(120_000);

/** Says something, waits for a file with its name, says something else. */
const command = [
  'mkdir -p "src/$CDEV_AGENT"; echo made > "src/$CDEV_AGENT/made.txt"',
  `echo '{"activity":"usage","tokens":100}'; echo one; echo careful >&2`,
  // Nor does it outlive the repository of a test that has failed.
  'until [ -e "$CDEV_RUN_FOLDER/go-$CDEV_AGENT" ] || [ ! -d "$CDEV_RUN_FOLDER" ]; do sleep 0.1; done',
  `echo '{"activity":"usage","tokens":20}'; echo two`,
].join('\n');
const argv = ['--run', '--command', command, '--max-parallel', '4', '--when-supervisor-dies', 'continue'];
const saidAll = [
  '{"activity":"usage","tokens":100}',
  'one',
  '#stderr careful',
  '{"activity":"usage","tokens":20}',
  'two',
];
const run = (it: PlannedRepo) => runPaths(it.commonDir, planId);
const go = (it: PlannedRepo, agent: string) => writeFile(join(run(it).folder, `go-${agent}`), '');
const said = async (it: PlannedRepo, agent: string): Promise<string[]> =>
  (await readFile(join(run(it).logs, `${agent}-1.log`), 'utf8'))
    .split('\n')
    // Its shell may have a word for its end.
    .filter((line) => line !== '' && !line.startsWith('#cdev ') && line !== '#stderr Terminated');
const sorted = (lines: readonly string[]): string[] => lines.toSorted();

/** The command line with agents that have said their first words, ended by a signal. */
async function leftAtWork(it: PlannedRepo, agents: readonly string[], signal: 'SIGKILL' | 'SIGHUP') {
  const { child, ended } = startCli(it.repo.path, argv);
  const haveSaid = async (): Promise<boolean> => {
    const states = await Promise.all(agents.map((agent) => it.state(agent).catch(() => undefined)));
    return states.every((state) => state?.tokens === 100);
  };
  expect(await until(haveSaid)).toBe(true);
  child.kill(signal);
  const end = await ended;
  const states = await Promise.all(agents.map((agent) => it.state(agent)));
  for (const { pid = 0, startTime } of states) expect(isProcessAlive(pid, startTime)).toBe(true);
  return { end, states };
}

const onLinux = process.platform === 'linux' ? describe : describe.skip;

onLinux('agents that go on without the process that started them', () => {
  test('are found by the next run, which hears each word once and judges them as any other', async () => {
    await using it = await plannedRepo({ early: {}, late: {}, cut: {}, killed: {} });
    const { states } = await leftAtWork(it, ['early', 'late', 'cut', 'killed'], 'SIGKILL');
    const [early, , cut, killed] = states;
    await go(it, 'early');
    process.kill(-(killed?.pid ?? 0), 'SIGKILL');
    const isGone = ({ pid = 0, startTime }: (typeof states)[number]) => !isProcessAlive(pid, startTime);
    expect(await until(() => [early, killed].every((state) => state && isGone(state)))).toBe(true);
    await truncate(outputFiles(cut?.log ?? '').stdout, 10);

    const again = it.spawn({ run: true, command, maxParallel: 4 });
    const isHeard = async () => (await it.events()).some((event) => event.type === 'note' && event.agent === 'late');
    expect(await until(isHeard)).toBe(true);
    await go(it, 'late');
    await go(it, 'cut');
    const outcome = await again;
    expect(verdicts(outcome)).toEqual({ early: 'done', late: 'done', cut: 'done', killed: 'failed' });
    expect(of(outcome, 'killed').run?.reason).toMatch(/^it ended while nobody was there, and how is not known/);
    expect(outcome.result.agents.map(({ run: end }) => end?.attempt)).toEqual([1, 1, 1, 1]);
    expect(outcome.result.agents.map(({ tokens }) => tokens)).toEqual([120, 120, 120, 100]);
    for (const agent of ['early', 'late']) expect(sorted(await said(it, agent))).toEqual(sorted(saidAll));
    expect(await said(it, 'cut')).toEqual(expect.arrayContaining(['one', 'two']));
    expect((await it.events()).filter(({ type }) => type === 'agent-started')).toHaveLength(4);
    // What has everything that they said, unredacted, goes with the attempt.
    expect((await readdir(run(it).logs)).every((name) => name.endsWith('.log'))).toBe(true);
  });

  test('are left alone by a call that runs nothing, ended by stop, and by their limit once they are heard again', async () => {
    await using it = await plannedRepo({ stopped: {}, limited: {} });
    const { end, states } = await leftAtWork(it, ['stopped', 'limited'], 'SIGHUP');
    expect(end).toMatchObject({ exitCode: 129, output: expect.stringContaining('CDEV_E_SPAWN_LEFT_AT_WORK') });
    const [stopped] = states;
    expect((await it.spawn()).result.recovered).toEqual([]);
    expect(isProcessAlive(stopped?.pid ?? 0, stopped?.startTime)).toBe(true);

    const context = testContext({ cwd: it.repo.path });
    const { result } = await stopAgents({ plan: undefined, only: ['stopped'], isDryRun: false }, context);
    expect(result.stopped).toMatchObject([{ agent: 'stopped', snapshot: expect.any(String) }]);
    expect(isProcessAlive(stopped?.pid ?? 0, stopped?.startTime)).toBe(false);
    expect(await it.state('stopped')).toMatchObject({ status: 'failed', ended: 'cancelled', tokens: 100 });
    expect(sorted(await said(it, 'stopped'))).toEqual(sorted(saidAll.slice(0, 3)));

    const late = await it.spawn({ run: true, command, only: ['limited'], timeLimit: 1 });
    expect(verdicts(late)).toEqual({ limited: 'timed-out' });
    expect(of(late, 'limited').tokens).toBe(100);
  });

  test('are not taken for a later process of the same id, and what they said after the last entry is counted', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn();
    const log = join(run(it).logs, 'login-1.log');
    const { stdout, exit } = outputFiles(log);
    const [first = '', ...rest] = saidAll.filter((line) => !line.startsWith('#'));
    await it.repo.write({
      [`../repository.worktrees/${planId}/login/src/login/made.txt`]: 'made\n',
      [`.git/cdev/runs/${planId}/logs/login-1.log`]: `${first}\none-that-was-to`,
    });
    await writeFile(stdout, `${[first, ...rest].join('\n')}\n`);
    await writeFile(exit, '0\n');
    const start = { type: 'agent-started', agent: 'login', attempt: 1, driver: 'command', log } as const;
    const detached = { boot: bootId() };
    await it.journal.append({ ...start, pid: process.pid, startTime: `${processStartTime(process.pid)}0`, detached });
    const activity = { kind: 'usage', text: '100 tokens', tokens: 100 } as const;
    const read = first.length + 1;
    await it.journal.append({ type: 'agent-activity', agent: 'login', attempt: 1, activity, read });
    const outcome = await it.spawn({ run: true, command });
    expect(of(outcome, 'login')).toMatchObject({ tokens: 120, run: { verdict: 'done', attempt: 1 } });
    expect(await said(it, 'login')).toEqual([first, ...rest]);
  });

  test('can be taken over, by a conversation that only the raw output tells of', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn();
    const log = join(run(it).logs, 'login-1.log');
    await it.repo.write({ [`.git/cdev/runs/${planId}/logs/login-1.log`]: '' });
    await writeFile(outputFiles(log).stdout, '{"type":"thread.started","thread_id":"t-1"}\n');
    const start = {
      type: 'agent-started',
      agent: 'login',
      attempt: 1,
      driver: 'codex',
      log,
      pid: process.pid,
    } as const;
    await it.journal.append({ ...start, startTime: '0', detached: { boot: bootId() } });
    const options = { agent: 'login', plan: undefined, agentArguments: [], isDryRun: true };
    const { result } = await takeOverAgent(options, testContext({ cwd: it.repo.path }));
    expect(result).toMatchObject({ session: 't-1', stopped: 1 });
  });
});

test('an agent that is talked with cannot go on, and that is told', async () => {
  await using it = await plannedRepo({ login: {} });
  const settings = { driver: 'acp', command: 'sh agent.sh', whenSupervisorDies: 'continue' } as const;
  const { result } = await it.spawn({ run: true, isDryRun: true, ...settings });
  expect(result.warnings.at(-1)).toMatch(/over a pipe.*\(CDEV_E_SPAWN_CANNOT_GO_ON\)$/);
});
