import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readEvents } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { parallelRun, type ParallelRunOptions } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { commitText } from '../src/human.ts';
import { agentCommit, type AgentCommitOptions } from '../src/index.ts';
import { plainOptions } from './plain-options.ts';

const run = (changes: Partial<ParallelRunOptions> = {}) =>
  parallelRun({
    files: { 'src/a.ts': 'a\n', 'src/b.ts': 'b\n', 'package.json': '{}\n' },
    agents: { login: { owns: ['src/a.ts', 'src/login/**'] }, search: { owns: ['src/b.ts'] } },
    ...changes,
  });

const commit = (cwd: string, options: Partial<AgentCommitOptions> = {}) =>
  agentCommit({ ...plainOptions, ...options }, testContext({ cwd }));

describe('agentCommit', () => {
  test("commits what is the agent's own in its worktree, with trailers, and says so in the journal", async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({
      'src/a.ts': 'changed\n',
      'src/login/ü page.ts': 'new\n',
      '.cdev/checklist.md': '# Checklist\n\n- [x] one\n- [ ] two\n',
    });
    await fixture.finish('login');
    const { result, status } = await commit(tree.path);
    expect(status).toBe('ok');
    expect(result.commits).toMatchObject([
      {
        agent: 'login',
        isNew: true,
        complete: true,
        files: ['src/a.ts', 'src/login/ü page.ts'],
        foreign: [],
        open: ['two'],
      },
    ]);
    expect(await tree.git('log', '-1', '--format=%B')).toBe(
      'feat(login): Make login\n\nTask: DEMO-1\nAgent: login\nPlan: demo-1-two-things\n',
    );
    expect(await tree.git('status', '--porcelain')).toBe('');
    const events = await readEvents(fixture.commonDir, fixture.plan.id);
    expect(events.at(-1)).toMatchObject({ type: 'committed', agent: 'login', files: 2, complete: true });
  });

  test('sets foreign changes aside on a ref, keeps them out of the commit, and calls that a finding', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'mine\n', 'src/b.ts': 'not mine\n', 'stray.txt': 'nobody owns me\n' });
    const { result, status } = await commit(tree.path);
    expect(status).toBe('findings');
    const [done] = result.commits;
    expect(done?.files).toEqual(['src/a.ts']);
    expect(done?.foreign.map(({ path, owner }) => `${path} ${owner.kind}`)).toEqual([
      'src/b.ts agent',
      'stray.txt nobody',
    ]);
    const ref = done?.setAside[0]?.ref ?? '';
    expect(await tree.git('show', `${ref}:src/b.ts`)).toBe('not mine');
    expect(await tree.git('show', `${ref}:stray.txt`)).toBe('nobody owns me');
    expect(await readFile(join(tree.path, 'src/b.ts'), 'utf8')).toBe('b\n');
  });

  test('is the same when called again', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n' });
    const first = await commit(tree.path);
    const second = await commit(tree.path);
    expect(second.result.commits).toMatchObject([{ commit: first.result.commits[0]?.commit, isNew: false }]);
  });

  test('with --all commits every agent that has worked and tells why the others are passed over', async () => {
    await using fixture = await run();
    await fixture.worktrees['login']!.write({ 'src/a.ts': 'x\n' });
    await fixture.finish('login');
    const { result } = await commit(fixture.repository.path, { isAll: true });
    expect(result.commits.map(({ agent }) => agent)).toEqual(['login']);
    expect(result.skipped).toEqual([{ agent: 'search', reason: 'it has not worked yet' }]);
  });

  test('changes nothing with --dry-run', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n', 'src/b.ts': 'foreign\n' });
    const refs = await tree.git('for-each-ref');
    const { result } = await commit(tree.path, { isDryRun: true });
    expect(result.commits).toMatchObject([{ files: ['src/a.ts'], dryRun: true }]);
    expect(await tree.git('for-each-ref')).toBe(refs);
    expect(await readFile(join(tree.path, 'src/b.ts'), 'utf8')).toBe('foreign\n');
  });

  test('refuses work that lacks a promised file, unless it is committed as partial', async () => {
    await using fixture = await run({
      agents: {
        login: { owns: ['src/login/**', 'src/a.ts'], creates: ['src/login/page.ts'] },
        search: { owns: ['src/b.ts'] },
      },
    });
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n' });
    await expect(commit(tree.path)).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_COMMIT_INCOMPLETE',
      message: expect.stringContaining('src/login/page.ts'),
    });
    const { result } = await commit(tree.path, { isPartial: true });
    expect(result.commits).toMatchObject([{ complete: false, missing: ['src/login/page.ts'] }]);
  });

  test('refuses credentials, and commits them only knowingly', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': `const key = '${['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_')}';\n` });
    const head = await tree.git('rev-parse', 'HEAD');
    await expect(commit(tree.path)).rejects.toMatchObject({ message: expect.stringContaining('src/a.ts') });
    expect(await tree.git('rev-parse', 'HEAD')).toBe(head);
    expect((await commit(tree.path, { allowCredentials: true })).result.commits).toMatchObject([
      { isNew: true, warnings: [{ path: 'src/a.ts', line: 1 }] },
    ]);
  });

  test('runs the checks first when asked, and refuses when they do not pass', async () => {
    const checks = [{ name: 'test', command: 'test -f passes' }];
    await using fixture = await run({
      agents: { login: { owns: ['src/a.ts', 'passes'], checks }, search: { owns: ['src/b.ts'] } },
    });
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n' });
    await expect(commit(tree.path, { runChecks: true })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_COMMIT_CHECKS_FAILED',
    });
    await tree.write({ passes: '' });
    expect((await commit(tree.path, { runChecks: true })).result.commits[0]?.checks).toMatchObject([
      { status: 'passed' },
    ]);
  });

  test('runs the checks of the plan beside those of the agent, each once', async () => {
    const test = { name: 'test', command: 'test -f src/a.ts' };
    await using fixture = await run({
      agents: { login: { owns: ['src/a.ts'], checks: [test] }, search: { owns: ['src/b.ts'] } },
      checks: [test, { name: 'lint', command: 'test -d src' }],
    });
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n' });
    const { result } = await commit(tree.path, { runChecks: true });
    expect(result.commits[0]?.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'test passed',
      'lint passed',
    ]);
  });

  test('has the hooks of the repository see the commit, and passes over them only knowingly; both are told', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    const hook = join(fixture.commonDir, 'hooks', 'pre-commit');
    await mkdir(dirname(hook), { recursive: true });
    await writeFile(hook, '#!/bin/sh\necho "tests are missing"; exit 1\n', { mode: 0o755 });
    await tree.write({ 'src/a.ts': 'x\n' });
    await expect(commit(tree.path)).rejects.toMatchObject({
      code: 'CDEV_E_RUN_HOOK_REFUSED',
      message: expect.stringContaining('tests are missing'),
    });
    const { result } = await commit(tree.path, { verify: false });
    expect(result.commits).toMatchObject([{ isNew: true, hooks: [{ name: 'pre-commit', status: 'skipped' }] }]);
    expect(commitText(result, { style: createStyle(false), columns: 100 })).toContain(
      'hooks passed over with --no-verify: pre-commit',
    );
    await writeFile(
      hook,
      '#!/bin/sh\necho "key: ghp_A1b2C3d4E5f6G7h8I9j0""K1l2M3n4O5p6Q7r8" > src/a.ts; git add -A src/a.ts\n',
    );
    await tree.write({ 'src/a.ts': 'y\n' });
    await expect(commit(tree.path)).rejects.toMatchObject({ code: 'CDEV_E_RUN_WORK_REFUSED' });
  });

  test('does not touch an agent that is still at work', async () => {
    await using fixture = await run();
    await fixture.journal.append({
      type: 'agent-started',
      agent: 'login',
      attempt: 1,
      driver: 'command',
      pid: process.pid,
      startTime: '',
      log: '',
    });
    await expect(commit(fixture.repository.path, { agents: ['login'] })).rejects.toMatchObject({
      code: 'CDEV_E_AGENT_COMMIT_STILL_RUNNING',
    });
  });

  test.each([
    ['no agent where none can be told', {}, 'CDEV_E_AGENT_COMMIT_NO_AGENT'],
    ['an agent that the plan does not know', { agents: ['nobody'] }, 'CDEV_E_AGENT_COMMIT_UNKNOWN'],
    ['a plan that is not there', { plan: 'other', isAll: true }, 'CDEV_E_PLAN_NOT_FOUND'],
  ])('refuses %s', async (_, options, code) => {
    await using fixture = await run();
    await expect(commit(fixture.repository.path, options)).rejects.toMatchObject({ code });
  });

  test('refuses a file with conflict markers', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await writeFile(join(tree.path, 'src/a.ts'), '<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n');
    await expect(commit(tree.path)).rejects.toMatchObject({ message: expect.stringContaining('src/a.ts') });
  });
});
