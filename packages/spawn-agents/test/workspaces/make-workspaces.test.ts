import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { contextFile, readContext } from '@cdev/agent-run';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { isProcessAlive } from '@cdev/git';
import { exists } from '../exists.ts';
import { of, plannedRepo, planId, verdicts, worker } from '../planned-repo.ts';
import { until } from '../start-cli.ts';

jest.setTimeout(120_000);

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
    expect(login.made?.duration).toBeGreaterThan(0);
    expect(login.made?.bytes).toBeGreaterThan(0);
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

  test('what an agent is told is written anew when the plan has changed before it began, or when it cannot be read', async () => {
    await using it = await plannedRepo({ login: {} });
    const { worktree } = of(await it.spawn(), 'login');
    const agents = it.plan.agents.map((agent) => ({ ...agent, owns: [...agent.owns, 'src/session/**'] }));
    await writePlan(planFile(it.commonDir, planId), { ...it.plan, agents });
    await it.spawn();
    expect((await readContext(contextFile(worktree))).owns).toEqual(['src/login/**', 'src/session/**']);
    await it.spawn({ run: true, command: `${worker}; echo '{' > .cdev/context.yaml` });
    await it.spawn();
    expect(await readContext(contextFile(worktree))).toMatchObject({ agent: 'login', attempt: 1 });
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

  test('a setup that fails keeps its own agent from starting and no other; the second run makes up for it', async () => {
    await using it = await plannedRepo({ login: {}, search: {} });
    const setup = '[ "$CDEV_AGENT" = search ] || [ -e ../go ]';
    const outcome = await it.spawn({ run: true, command: worker, setup });
    expect(verdicts(outcome)).toEqual({ login: 'failed', search: 'done' });
    expect(of(outcome, 'login').run).toMatchObject({
      reason: expect.stringContaining('Setup command failed'),
      steps: expect.arrayContaining(['Correct the setup commands']),
    });
    await expect(it.spawn({ setup })).rejects.toMatchObject({ code: 'CDEV_E_WORKSPACE_SETUP_FAILED' });
    await it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
    expect(verdicts(await it.spawn({ run: true, command: worker, setup }))).toEqual({ login: 'done' });
  });
});

describe('a ready marker', () => {
  /** A server that writes its marker when the test lets it; it notes the time of its life. */
  const serve = 'echo $$ > .cdev/server; until [ -e ../go ]; do sleep 0.05; done; echo up > .cdev/ready; exec sleep 60';
  const setup = `sh -c '${serve}' > /dev/null 2>&1 &`;
  const command = `${worker}; kill -0 "$(cat .cdev/server)" && cat .cdev/ready > "src/$CDEV_AGENT/seen.txt"`;

  test('lets the agent start when it is there, while its worktree is known before; what was left at work ends with the run', async () => {
    await using it = await plannedRepo({ login: {} });
    const running = it.spawn({ run: true, command, setup, ready: 'file:.cdev/ready' });
    const state = async () => it.state('login').catch(() => undefined);
    expect(await until(async () => (await state())?.workspace !== undefined)).toBe(true);
    expect(await state()).toMatchObject({ status: 'ready', attempt: 0 });
    await it.repo.write({ [`../repository.worktrees/${planId}/go`]: '' });
    const outcome = await running;
    const { worktree } = of(outcome, 'login');
    expect(verdicts(outcome)).toEqual({ login: 'done' });
    expect(await readFile(join(worktree, 'src/login/seen.txt'), 'utf8')).toBe('up\n');
    const server = Number(await readFile(join(worktree, '.cdev/server'), 'utf8'));
    expect(isProcessAlive(server)).toBe(false);
    // The next run sets it up again: the server is gone, and the marker of the first time does not count.
    expect(verdicts(await it.spawn({ retry: ['login'], command, setup, ready: 'file:.cdev/ready' }))).toEqual({
      login: 'done',
    });
    expect(Number(await readFile(join(worktree, '.cdev/server'), 'utf8'))).not.toBe(server);
  });

  test('that does not come within its time fails the agent, with what to do', async () => {
    await using it = await plannedRepo({ login: {} });
    const outcome = await it.spawn({ run: true, command, setup, ready: 'file:.cdev/ready', readyTimeLimit: 300 });
    expect(of(outcome, 'login').run).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('was not ready within 0.3 s after its setup: file:.cdev/ready'),
      steps: expect.arrayContaining(['Give it more time: --ready-time-limit 10m']),
    });
  });
});
