import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { contextFile, readContext } from '@cdev/agent-run';
import { of, plannedRepo, planId, verdicts, worker } from './planned-repo.ts';

describe('runs', () => {
  test('agents work in the order of their dependencies, on the committed work of those before them, without what was foreign', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const deeds = 'case $CDEV_AGENT in api) cp src/store/made.txt src/api/seen.txt;; store) echo x > README.md;; esac';
    const outcome = await it.spawn({ run: true, command: `${worker}; ${deeds}` });
    expect(outcome.status).toBe('ok');
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    const store = await it.state('store');
    expect(store).toMatchObject({ status: 'committed', complete: true });
    expect(await it.state('api')).toMatchObject({ status: 'finished', base: store.commit });
    const order = (await it.events()).filter(({ type }) => type === 'committed' || type === 'dependencies-merged');
    expect(order.map((event) => ('agent' in event ? `${event.type} ${event.agent}` : ''))).toEqual([
      'committed store',
      'dependencies-merged api',
    ]);
    const api = await it.worktree('api');
    expect(await readFile(join(api, 'src/api/seen.txt'), 'utf8')).toBe('made by store\n');
    expect(await readFile(join(api, 'README.md'), 'utf8')).toBe('# Things\n');
    const run = of(outcome, 'store').run;
    expect(run?.files).toEqual({ owned: 1, shared: 0, foreign: ['README.md'] });
    expect(run?.setAside).toEqual([{ ref: `refs/cdev/set-aside/${planId}/store/1`, paths: ['README.md'] }]);
    expect(await it.repo.git('diff', '--name-only', 'main', run?.commit as string)).toBe('src/store/made.txt');
  });

  test('work with a credential in it is not committed, so nobody starts from it', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const key = ['npm', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_');
    const outcome = await it.spawn({ run: true, command: `${worker}; echo "key = '${key}'" > src/store/key.ts` });
    expect(outcome.status).toBe('findings');
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'not-started' });
    expect(of(outcome, 'store').run?.notes.join()).toMatch(/not committed:[^]*src\/store\/key\.ts:1/);
    expect(await it.state('store')).toMatchObject({ status: 'finished' });
    const again = await it.spawn({ run: true, command: worker });
    expect(of(again, 'api').run?.reason).toMatch(/^it depends on store \(finished\)\n[^]*src\/store\/key\.ts:1/);
  });

  test('a failed attempt is tried again in the same worktree, told why, as often as allowed', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `${worker}; echo "$CDEV_ATTEMPT" >> src/login/attempts.txt; [ $CDEV_ATTEMPT -ge 3 ] || { echo "not yet"; exit 1; }`;
    const outcome = await it.spawn({ run: true, command, attempts: 3 });
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', attempt: 3 });
    const worktree = await it.worktree('login');
    expect(await readFile(join(worktree, 'src/login/attempts.txt'), 'utf8')).toBe('1\n2\n3\n');
    expect(await readContext(contextFile(worktree))).toMatchObject({
      attempt: 3,
      feedback: expect.stringContaining('exit code 1; it last said: not yet'),
    });
    expect(await readFile(join(worktree, '.cdev/prompt.md'), 'utf8')).toContain('it last said: not yet');
    expect((await it.state('login')).snapshots).toHaveLength(3);
    const second = await plannedRepoLogs(it.commonDir, 2);
    expect(second).toContain('#cdev ended: failed, exit code 1');
  });

  test('an agent sent back works on with the reasons, and its new work is committed for those that build on it', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    await it.spawn({ run: true, command: worker });
    const { commit } = await it.state('store');
    await it.journal.append({
      type: 'validated',
      agent: 'store',
      commit: commit as string,
      verdict: 'not-ready',
      reasons: ['the tests of the store fail'],
    });
    const command = 'grep -c "tests of the store fail" .cdev/prompt.md > "src/$CDEV_AGENT/again.txt"';
    const outcome = await it.spawn({ retry: ['store'], command });
    expect(of(outcome, 'store').run).toMatchObject({ verdict: 'done', attempt: 2 });
    expect(of(outcome, 'api').run).toBeUndefined();
    const state = await it.state('store');
    expect(state.status).toBe('committed');
    expect(await it.repo.git('show', `${state.commit}:src/store/again.txt`)).toBe('1');
    expect(await it.repo.git('show', `${state.commit}:src/store/made.txt`)).toBe('made by store');
  });

  test('a second run runs only what has not ended well', async () => {
    await using it = await plannedRepo({ good: {}, bad: {} });
    const log = join(it.repo.path, '../log');
    const command = `echo $CDEV_AGENT >> '${log}'; ${worker}; [ $CDEV_AGENT = good ] || [ -e '${log}.ok' ]`;
    expect(verdicts(await it.spawn({ run: true, command }))).toEqual({ good: 'done', bad: 'failed' });
    await it.repo.write({ '../log.ok': '' });
    // The driver is the one of the run before; a command is not kept anywhere and must be given again.
    await expect(it.spawn({ resume: true })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_COMMAND_MISSING' });
    expect(verdicts(await it.spawn({ resume: true, command }))).toEqual({ bad: 'done' });
    expect((await readFile(log, 'utf8')).trim().split('\n').sort()).toEqual(['bad', 'bad', 'good']);
  });
});

async function plannedRepoLogs(commonDir: string, attempt: number): Promise<string> {
  return readFile(join(commonDir, 'cdev/runs', planId, `logs/login-${attempt}.log`), 'utf8');
}
