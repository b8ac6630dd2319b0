import { describe, expect, jest, test } from '@jest/globals';
import { planId, plannedRepo, verdicts, worker } from '../planned-repo.ts';
import { startCli, until } from '../start-cli.ts';

// Several runs of the bin each.
jest.setTimeout(120_000);

const hours = 3_600_000;

/** The clock as this program sees it jumps to and fro by two days at every look; what counts from a start only does not. */
const jumping = `data:text/javascript,${encodeURIComponent(`
const real = Date.now; let looks = 0;
const now = () => real() + (looks++ % 2 ? 1 : -1) * ${48 * hours};
Date.now = now;
globalThis.Date = class extends Date { constructor(...given) { super(...(given.length === 0 ? [now()] : given)); } };
globalThis.Date.now = now;
`)}`;
const nodeOptions = `--import=${jumping}`;

describe('a clock that is set back and forward', () => {
  test('changes nothing: agents run, in their order, and their work is kept', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const command = `${worker}; [ $CDEV_AGENT$CDEV_ATTEMPT != api1 ]`;
    const words = ['--run', '--command', command, '--attempts', '2', '--back-off', '10ms', '--snapshot-every', '1s'];
    const { exitCode, output } = await startCli(it.repo.path, words, { nodeOptions }).ended;
    expect([exitCode, output]).toEqual([0, expect.stringContaining('attempt 2')]);
    const times = (await it.events()).map(({ time }) => Date.parse(time));
    // That the clock did jump: the journal has its times from it.
    expect(times.some((time, at) => at > 0 && time < (times[at - 1] as number) - hours)).toBe(true);
    expect(await it.state('store')).toMatchObject({ status: 'committed' });
    expect(await it.repo.git('fsck', '--no-dangling')).toBe('');
  });

  test('neither shortens nor lengthens a time limit', async () => {
    await using it = await plannedRepo({ login: {} });
    const words = ['--run', '--command', `${worker}; until [ -e ../go ]; do sleep 0.05; done`, '--time-limit', '60s'];
    const { ended } = startCli(it.repo.path, words, { nodeOptions });
    await until(async () => (await it.state('login').catch(() => undefined))?.status === 'running');
    await it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
    expect((await ended).exitCode).toBe(0);
    const short = startCli(it.repo.path, ['--retry', 'login', '--command', 'sleep 60', '--time-limit', '1s'], {
      nodeOptions,
    });
    expect((await short.ended).output).toContain('timed out');
  });

  test('gives a lease to nobody else while its holder lives, and to the next one afterwards', async () => {
    await using it = await plannedRepo({ login: {} });
    const { child, ended } = startCli(it.repo.path, ['--run', '--command', `${worker}; sleep 60`]);
    await until(async () => (await it.state('login').catch(() => undefined))?.status === 'running');
    const second = await startCli(it.repo.path, ['--run', '--command', worker], { nodeOptions }).ended;
    expect(second.output).toContain('CDEV_E_SPAWN_ALREADY_RUNNING');
    child.kill('SIGKILL');
    await ended;
    expect((await startCli(it.repo.path, ['--run', '--command', worker], { nodeOptions }).ended).exitCode).toBe(0);
    expect(verdicts(await it.spawn({ run: true, command: worker }))).toEqual({});
  });
});
