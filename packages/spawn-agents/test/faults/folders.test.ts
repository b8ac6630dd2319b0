import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { readEvents, runState } from '@cdev/agent-run';
import { testContext } from '@cdev/test-kit';
import { spawnAgents } from '../../src/index.ts';
import { exists } from '../exists.ts';
import { of, plain, plannedRepo, planId, verdicts, worker, type PlannedRepo } from '../planned-repo.ts';
import { startCli, until } from '../start-cli.ts';

jest.setTimeout(120_000);

/** A first attempt that leaves half of its work, and a second that needs it. */
const half = 'mkdir -p src/login; echo half > src/login/half.txt; exit 1';
const rest = `grep -q half src/login/half.txt && ${worker}`;

async function moved(it: PlannedRepo, { withWorktrees }: { withWorktrees: boolean }): Promise<string> {
  const folder = join(it.repo.path, '..', 'elsewhere ü');
  await mkdir(folder);
  const to = join(folder, 'shop');
  await rename(it.repo.path, to);
  if (withWorktrees) await rename(`${it.repo.path}.worktrees`, join(folder, 'repository.worktrees'));
  return to;
}

describe('a repository that was moved', () => {
  test.each([true, false])('goes on with the work it had; its worktrees moved with it: %s', async (withWorktrees) => {
    await using it = await plannedRepo({ login: {} });
    await it.spawn({ run: true, command: half });
    const old = await it.worktree('login');
    const cwd = await moved(it, { withWorktrees });
    const outcome = await spawnAgents({ ...plain, run: true, command: rest }, testContext({ cwd }));
    expect(verdicts(outcome)).toEqual({ login: 'done' });
    const { worktree } = of(outcome, 'login');
    expect(worktree === old).toBe(!withWorktrees);
    expect(await exists(old)).toBe(!withWorktrees);
    expect(await readFile(join(worktree, 'src/login/half.txt'), 'utf8')).toBe('half\n');
    const events = await readEvents(join(cwd, '.git'), planId);
    expect(runState(events, it.plan).agents.get('login')).toMatchObject({ workspace: worktree, status: 'finished' });
    // All is as it was: the next call has nothing to mend and nothing to say.
    await spawnAgents(plain, testContext({ cwd }));
    expect(await readEvents(join(cwd, '.git'), planId)).toEqual(events);
  });
});

describe('a worktree that is removed while its agent is at work', () => {
  test('is told as that; the second run makes it anew, with what was committed in it', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `mkdir -p src/login; echo kept > src/login/kept.txt; git add .; git commit --quiet -m kept; echo lost > src/login/lost.txt; until [ -e "$GO" ] || ! [ -e "$CDEV_CONTEXT" ]; do sleep 0.05; done`;
    const { ended } = startCli(it.repo.path, ['--run', '--command', command]);
    const place = async (): Promise<string> => (await it.state('login').catch(() => undefined))?.workspace ?? '';
    expect(await until(async () => exists(join(await place(), 'src/login/lost.txt')))).toBe(true);
    await rm(await place(), { recursive: true });
    const { exitCode, output } = await ended;
    expect(exitCode).toBe(1);
    expect(output).toContain('was removed while it was at work');
    expect(output).toContain('its worktree is made anew from its branch');
    expect(await it.state('login')).toMatchObject({ status: 'failed', attempt: 1 });
    const outcome = await it.spawn({ run: true, command: `[ -e src/login/kept.txt ] && ${worker}` });
    expect(verdicts(outcome)).toEqual({ login: 'done' });
  });
});

// Elsewhere the system does not tell which gits live, and the lock stays and is told.
const describeOnLinux = process.platform === 'linux' ? describe : describe.skip;

describeOnLinux('what a killed git left locked', () => {
  const locks = (branch: string): string =>
    `touch "$(git rev-parse --git-dir)/index.lock" "$(git rev-parse --git-dir)/HEAD.lock" "$(git rev-parse --git-common-dir)/refs/heads/${branch}.lock"`;

  test("in an agent's worktree stops no snapshot, is cleared by the next run, and that is told", async () => {
    await using it = await plannedRepo({ login: {}, page: { dependsOn: ['login'] } });
    const lock = locks(it.plan.agents[0]?.branch ?? '');
    const outcome = await it.spawn({ run: true, command: `${worker}; ${lock}; exit 1`, only: ['login'] });
    expect(verdicts(outcome)).toEqual({ login: 'failed' });
    const kept = (await it.state('login')).snapshots[0]?.ref;
    expect(await it.repo.git('show', `${kept}:src/login/made.txt`)).toBe('made by login');
    const again = await it.spawn({ run: true, command: worker });
    expect(verdicts(again)).toEqual({ login: 'done', page: 'done' });
    expect((await it.state('login')).status).toBe('committed');
    const notes = (await it.events()).flatMap((event) => (event.type === 'note' ? [event.text] : []));
    expect(notes.filter((text) => text.includes('.lock; it was removed'))).toHaveLength(3);
  });
});
