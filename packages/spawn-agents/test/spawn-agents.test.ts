import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { inspectWork, readContext, contextFile } from '@cdev/agent-run';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { plannedRepo, planId, verdicts, worker, of } from './planned-repo.ts';

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('workspaces', () => {
  test('every agent gets a worktree, a branch, what git does not carry, a port, and is told its part', async () => {
    await using it = await plannedRepo(
      { login: { creates: ['src/login/page.ts'] }, search: { dependsOn: ['login'] } },
      { files: { 'README.md': '# Ü\n', '.gitignore': '.env\n' } },
    );
    await it.repo.write({ '.env': 'KEY=1\n' });
    const outcome = await it.spawn({ setup: 'echo "$CDEV_AGENT $CDEV_PORT" > .cdev-setup && cat .env >> .cdev-setup' });
    expect(outcome.status).toBe('ok');
    expect(outcome.result).toMatchObject({ plan: planId, target: 'main', base: it.plan.base.commit, isDryRun: false });
    const login = of(outcome, 'login');
    expect(login).toMatchObject({
      workspace: 'created',
      status: 'ready',
      branch: `cdev/${planId}/login`,
      run: undefined,
    });
    expect(of(outcome, 'search').status).toBe('waiting');
    expect(of(outcome, 'search').port).not.toBe(login.port);
    expect(await readFile(join(login.worktree, '.cdev-setup'), 'utf8')).toBe(`login ${login.port}\nKEY=1\n`);
    expect(await readContext(contextFile(login.worktree))).toMatchObject({
      agent: 'login',
      attempt: 1,
      base: it.plan.base.commit,
      owns: ['src/login/**'],
    });
    expect(await readFile(join(login.worktree, '.cdev/prompt.md'), 'utf8')).toContain('# Make login');
    expect(await readFile(join(login.worktree, '.cdev/checklist.md'), 'utf8')).toContain('- [ ] login works');
    expect(await it.repo.git('status', '--porcelain')).toBe('');
    expect((await it.events()).map(({ type }) => type)).toEqual([
      'run-created',
      ...Array.from({ length: 2 }, () => 'workspace-created'),
      ...Array.from({ length: 2 }, () => 'workspace-ready'),
    ]);
  });

  test('a second call keeps them, the ticks of the checklist too, and writes nothing into the journal', async () => {
    await using it = await plannedRepo({ login: {} });
    const first = await it.spawn();
    const { worktree } = of(first, 'login');
    const checklist = join(worktree, '.cdev/checklist.md');
    const ticked = (await readFile(checklist, 'utf8')).replace('[ ]', '[x]');
    await it.repo.write({ [`../repository.worktrees/${planId}/login/.cdev/checklist.md`]: ticked });
    const before = await it.events();
    expect(of(await it.spawn(), 'login')).toMatchObject({ workspace: 'kept', worktree });
    expect(await it.events()).toEqual(before);
    expect(await readFile(checklist, 'utf8')).toBe(ticked);
  });

  test('a dry run shows all of it and changes nothing', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const outcome = await it.spawn({ isDryRun: true, run: true, command: worker });
    expect(outcome.result.agents.map(({ workspace, chosen }) => [workspace, chosen])).toEqual([
      ['planned', true],
      ['planned', true],
    ]);
    expect(await it.events()).toEqual([]);
    expect(await exists(of(outcome, 'login').worktree)).toBe(false);
  });

  test('sparse worktrees hold the folders of their agent only, in the place that was asked for', async () => {
    const files = { 'src/login/a.ts': 'a', 'src/search/b.ts': 'b', 'top.txt': 't' };
    await using it = await plannedRepo({ login: {}, search: {} }, { files });
    const folder = join(it.repo.path, '../elsewhere ü');
    const { worktree } = of(await it.spawn({ sparse: true, worktrees: folder, only: ['login'] }), 'login');
    expect(worktree).toBe(join(folder, planId, 'login'));
    expect(await Promise.all(Object.keys(files).map((file) => exists(join(worktree, file))))).toEqual([
      true,
      false,
      true,
    ]);
    expect((await it.state('search')).workspace).toBeUndefined();
  });
});

describe('what is wrong before anything is made', () => {
  test('a plan that contradicts itself is refused with what is wrong', async () => {
    await using it = await plannedRepo({ login: { owns: ['src/**'] }, search: { owns: ['src/search/**'] } });
    await expect(it.spawn()).rejects.toMatchObject({
      code: 'CDEV_E_PLAN_UNSOUND',
      message: expect.stringContaining('search'),
    });
    expect(await it.events()).toEqual([]);
  });

  test('a target that is not there, and a base that is not in the repository, are refused', async () => {
    await using it = await plannedRepo({ login: {} });
    await expect(it.spawn({ target: 'release' })).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_TARGET_UNKNOWN',
      message: expect.stringContaining('release'),
    });
    await writePlan(planFile(it.commonDir, planId), { ...it.plan, base: { branch: 'main', commit: 'a'.repeat(40) } });
    await expect(it.spawn()).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_TARGET_UNKNOWN' });
  });

  test('a plan without a base starts at the tip of its branch', async () => {
    await using it = await plannedRepo({ login: {} }, { base: { branch: '', commit: '' } });
    expect((await it.spawn()).result).toMatchObject({ target: 'main', base: await it.repo.git('rev-parse', 'main') });
    await it.repo.git('switch', '--quiet', '--detach');
    expect((await it.spawn()).result.target).toBe('main');
  });

  test('a plan from a file becomes the stored one, and another of the same id is refused', async () => {
    await using it = await plannedRepo({ login: {} });
    const file = join(it.repo.path, 'my plan.yaml');
    await writePlan(file, {
      ...it.plan,
      id: 'other-1-plan',
      agents: it.plan.agents.map((agent) => ({ ...agent, branch: 'cdev/other-1-plan/login' })),
    });
    const { result } = await it.spawn({ plan: 'my plan.yaml' });
    expect(result).toMatchObject({ plan: 'other-1-plan', planFile: planFile(it.commonDir, 'other-1-plan') });
    expect(await exists(result.planFile)).toBe(true);
    await writePlan(file, { ...it.plan, title: 'Something else' });
    await expect(it.spawn({ plan: 'my plan.yaml' })).rejects.toMatchObject({ code: 'CDEV_E_SPAWN_PLAN_DIFFERS' });
  });

  test('agents that are nothing, or not here, or counted wrongly are refused', async () => {
    await using it = await plannedRepo({ login: {} });
    const code = (changes: Parameters<typeof it.spawn>[0]) =>
      it.spawn({ run: true, ...changes }).catch((error: { code: string }) => error.code);
    expect(await code({})).toBe('CDEV_E_SPAWN_NO_DRIVER');
    expect(await code({ driver: 'command' })).toBe('CDEV_E_SPAWN_COMMAND_MISSING');
    expect(await code({ driver: 'codex', command: 'x' })).toBe('CDEV_E_SPAWN_COMMAND_UNUSED');
    expect(await code({ command: 'x', attempts: 0 })).toBe('CDEV_E_SPAWN_NUMBER_INVALID');
    expect(await code({ command: 'x', maxParallel: 1.5 })).toBe('CDEV_E_SPAWN_NUMBER_INVALID');
    const nothing = { env: { PATH: it.repo.path } };
    await expect(it.spawn({ run: true, driver: 'gemini' }, nothing)).rejects.toMatchObject({
      code: 'CDEV_E_SPAWN_DRIVER_MISSING',
      kind: 'environment',
      steps: expect.arrayContaining([expect.stringContaining('@google/gemini-cli')]),
    });
    expect(await it.events()).toEqual([]);
  });

  test('uncommitted changes are not taken along, and that is said', async () => {
    await using it = await plannedRepo({ login: {} });
    await it.repo.write({ 'wip.txt': 'x' });
    const outcome = await it.spawn();
    expect(outcome.result.warnings.join('\n')).toContain('1 uncommitted change in');
    expect(await exists(join(of(outcome, 'login').worktree, 'wip.txt'))).toBe(false);
  });
});

describe('runs', () => {
  test('agents work in the order of their dependencies, on the committed work of those before them', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] }, docs: {} });
    const command = `${worker} && if [ $CDEV_AGENT = api ]; then cp src/store/made.txt src/api/seen.txt; fi`;
    const outcome = await it.spawn({ run: true, command });
    expect(outcome.status).toBe('ok');
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done', docs: 'done' });
    expect(await readFile(join(await it.worktree('api'), 'src/api/seen.txt'), 'utf8')).toBe('made by store\n');
    const store = await it.state('store');
    expect(store).toMatchObject({ status: 'committed', complete: true });
    expect(await it.state('api')).toMatchObject({ status: 'finished', base: store.commit });
    expect((await it.state('docs')).commit).toBeUndefined();
    const order = (await it.events()).filter(({ type }) => type === 'committed' || type === 'dependencies-merged');
    expect(order.map((event) => ('agent' in event ? `${event.type} ${event.agent}` : ''))).toEqual([
      'committed store',
      'dependencies-merged api',
    ]);
  });

  test('an agent is started with its part in the environment, without what a surrounding git left, and with more arguments', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `${worker}; env > src/login/env.txt; echo "$0 $1 $2" >> src/login/env.txt; cat > src/login/stdin.txt`;
    const before = process.env['GIT_DIR'];
    process.env['GIT_DIR'] = '/nowhere';
    try {
      await it.spawn({ run: true, command, agentArguments: ['-m', 'a b'] }).finally(() => {
        if (before === undefined) delete process.env['GIT_DIR'];
        else process.env['GIT_DIR'] = before;
      });
    } finally {
      expect(process.env['GIT_DIR']).toBe(before);
    }
    const worktree = await it.worktree('login');
    const env = await readFile(join(worktree, 'src/login/env.txt'), 'utf8');
    expect(env).toContain(`CDEV_PLAN=${planId}\n`);
    expect(env).toContain('CDEV_AGENT=login\n');
    expect(env).toContain('CDEV_ATTEMPT=1\n');
    expect(env).toContain(`CDEV_CONTEXT=${join(worktree, '.cdev/context.yaml')}\n`);
    expect(env).toContain(`CDEV_PROMPT=${join(worktree, '.cdev/prompt.md')}\n`);
    expect(env).toMatch(/^CDEV_PORT=\d+$/m);
    expect(env).not.toContain('GIT_DIR');
    expect(env).toContain('agent -m a b\n');
    expect(await readFile(join(worktree, 'src/login/stdin.txt'), 'utf8')).toBe('');
  });

  test('no more agents than allowed work at once', async () => {
    await using it = await plannedRepo({ a: {}, b: {}, c: {} });
    const log = join(it.repo.path, '../log');
    await it.spawn({
      run: true,
      maxParallel: 2,
      command: `echo "+" >> '${log}'; sleep 0.4; echo "-" >> '${log}'; ${worker}`,
    });
    let [now, most] = [0, 0];
    for (const line of (await readFile(log, 'utf8')).trim().split('\n'))
      most = Math.max(most, (now += line === '+' ? 1 : -1));
    expect(most).toBe(2);
  });

  test('the verdict is ours: done without work, refused work, an exit code and a time limit are told apart', async () => {
    await using it = await plannedRepo({ lazy: {}, thief: {}, broken: {}, slow: {}, late: { dependsOn: ['lazy'] } });
    const command = `case $CDEV_AGENT in
      lazy) echo "nothing to do";;
      thief) echo mine > README.md;;
      broken) ${worker}; echo "no network" ; exit 3;;
      slow) ${worker}; sleep 60;;
    esac`;
    const outcome = await it.spawn({ run: true, command, timeLimit: 1500, maxParallel: 4 });
    expect(outcome.status).toBe('findings');
    expect(verdicts(outcome)).toEqual({
      lazy: 'failed',
      thief: 'failed',
      broken: 'failed',
      slow: 'timed-out',
      late: 'not-started',
    });
    expect(of(outcome, 'lazy').run?.reason).toBe('it changed nothing; it last said: nothing to do');
    expect(of(outcome, 'thief').run?.reason).toBe('it changed only files that are not its own: README.md');
    expect(of(outcome, 'broken').run?.reason).toBe('exit code 3; it last said: no network');
    expect(of(outcome, 'slow').run?.reason).toMatch(/^it was ended after \d+\.\d s$/);
    expect(of(outcome, 'late').run?.reason).toBe('it depends on lazy (failed)');
    // What was written is kept on a ref of its own, and stays in the worktree.
    const [snapshot] = (await it.state('slow')).snapshots;
    expect(await it.repo.git('show', `${snapshot?.ref}:src/slow/made.txt`)).toBe('made by slow');
    expect(await it.state('slow')).toMatchObject({ status: 'failed', ended: 'timed-out' });
  });

  test('foreign changes are shown, and do not go along when the work is committed', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const outcome = await it.spawn({ run: true, command: `${worker}; [ $CDEV_AGENT = api ] || echo x > README.md` });
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'done' });
    const run = of(outcome, 'store').run;
    expect(run?.files).toEqual({ owned: 1, shared: 0, foreign: ['README.md'] });
    expect(run?.setAside).toEqual([{ ref: `refs/cdev/set-aside/${planId}/store/1`, paths: ['README.md'] }]);
    expect(await it.repo.git('diff', '--name-only', 'main', run?.commit as string)).toBe('src/store/made.txt');
    expect(await readFile(join(await it.worktree('api'), 'README.md'), 'utf8')).toBe('# Things\n');
  });

  test('work with a credential in it is not committed, so nobody starts from it', async () => {
    await using it = await plannedRepo({ store: {}, api: { dependsOn: ['store'] } });
    const key = `sk-ant-${'a1B2'.repeat(8)}`;
    const outcome = await it.spawn({ run: true, command: `${worker}; echo "key = '${key}'" > src/store/key.ts` });
    expect(outcome.status).toBe('findings');
    expect(verdicts(outcome)).toEqual({ store: 'done', api: 'not-started' });
    expect(of(outcome, 'store').run?.notes.join()).toMatch(/not committed:[^]*src\/store\/key\.ts:1/);
    expect(await it.state('store')).toMatchObject({ status: 'finished' });
    const again = await it.spawn({ run: true, command: worker });
    expect(of(again, 'api').run?.reason).toMatch(/^it depends on store \(finished\)\n[^]*src\/store\/key\.ts:1/);
  });

  test('a promised file that is missing is noted', async () => {
    await using it = await plannedRepo({ login: { creates: ['src/login/page.ts'] } });
    const outcome = await it.spawn({ run: true, command: worker });
    expect(of(outcome, 'login').run?.notes).toEqual(['promised and not there: src/login/page.ts']);
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
    expect((await it.state('login')).snapshots).toHaveLength(2);
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

  test('what it tells of its use is counted, and a forgotten server does not hold the run open', async () => {
    await using it = await plannedRepo({ login: {} });
    const command = `${worker}; sleep 60 & echo '{"activity":"usage","tokens":1200,"cost":0.5}'`;
    const outcome = await it.spawn({ run: true, command, timeLimit: 20_000 });
    expect(of(outcome, 'login')).toMatchObject({ tokens: 1200, cost: 0.5, run: { verdict: 'done' } });
    expect(of(outcome, 'login').run?.duration).toBeLessThan(10_000);
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

  test('an agent that leaves its branch has failed, and its files are kept', async () => {
    await using it = await plannedRepo({ login: {} });
    const outcome = await it.spawn({ run: true, command: `${worker}; git switch --quiet -c mine` });
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'failed', reason: expect.stringContaining('mine') });
    expect((await it.state('login')).snapshots).toHaveLength(1);
  });

  test('work that an agent commits itself counts as work', async () => {
    await using it = await plannedRepo({ login: {} });
    const outcome = await it.spawn({ run: true, command: `${worker} && git add . && git commit --quiet -m mine` });
    expect(of(outcome, 'login').run).toMatchObject({ verdict: 'done', files: { owned: 1, foreign: [] } });
    const worktree = await it.worktree('login');
    const work = await inspectWork({ worktree, plan: it.plan, agentId: 'login', base: it.plan.base.commit });
    expect(work.changed.map(({ path, stage }) => `${path} ${stage}`)).toEqual(['src/login/made.txt committed']);
  });
});

async function plannedRepoLogs(commonDir: string, attempt: number): Promise<string> {
  return readFile(join(commonDir, 'cdev/runs', planId, `logs/login-${attempt}.log`), 'utf8');
}
