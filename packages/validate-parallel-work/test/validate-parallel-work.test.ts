import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readEvents, runPaths } from '@cdev/agent-run';
import { createStyle } from '@cdev/core/cli';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { parallelRun, type ParallelRun, type ParallelRunOptions } from '@cdev/run-fixture';
import { testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { validationText } from '../src/human.ts';
import { markdownReport } from '../src/report/markdown-report.ts';
import { validateParallelWork, type ValidateOptions } from '../src/index.ts';

const run = (changes: Partial<ParallelRunOptions> = {}) =>
  parallelRun({
    files: { 'src/a.ts': 'a\n', 'src/b.ts': 'b\n', 'package.json': '{\n  "name": "x"\n}\n', '.gitignore': '.cdev/\n' },
    agents: { login: { owns: ['src/a.ts', 'src/login/**'] }, search: { owns: ['src/b.ts'] } },
    shared: [{ path: 'package.json', rule: 'json', agents: ['*'], reason: 'any part may need it' }],
    checks: [{ name: 'test', command: 'test ! -e src/broken' }],
    ...changes,
  });

const plain: ValidateOptions = {
  plan: undefined,
  agents: [],
  checks: [],
  commands: [],
  skipChecks: false,
  jobs: 2,
  report: undefined,
  reportFormat: 'yaml',
};
const validate = (fixture: ParallelRun, options: Partial<ValidateOptions> = {}) =>
  validateParallelWork({ ...plain, ...options }, testContext({ cwd: fixture.repository.path }));

/** Commits in an agent's worktree as the agent itself would: whatever it likes. */
const work = (fixture: ParallelRun, agent: string, files: Record<string, string>) =>
  fixture.worktrees[agent]!.commit('Work', files);
const messages = ({ findings }: { findings: readonly { severity: string; message: string }[] }) =>
  findings.map(({ severity, message }) => `${severity}: ${message}`);

describe('validateParallelWork', () => {
  test('calls work ready that is committed, its own, whole and checked, and records it with the commit', async () => {
    await using fixture = await run();
    const commit = await work(fixture, 'login', { 'src/a.ts': 'new\n', 'package.json': '{\n  "name": "y"\n}\n' });
    await work(fixture, 'search', { 'src/b.ts': 'new\n' });
    const { result, status } = await validate(fixture);
    expect(status).toBe('ok');
    expect(result.agents).toMatchObject([
      {
        agent: 'login',
        verdict: 'ready',
        commit,
        changed: ['package.json', 'src/a.ts'],
        checks: [{ name: 'test', status: 'passed' }],
      },
      { agent: 'search', verdict: 'ready' },
    ]);
    expect(await readEvents(fixture.commonDir, fixture.plan.id)).toContainEqual(
      expect.objectContaining({ type: 'validated', agent: 'login', commit, verdict: 'ready' }),
    );
  });

  test('refuses a change to a declaration of another in a file that is split by symbol', async () => {
    const text = (login: number, search: number) =>
      `export const login = ${login};\n\nexport const search = ${search};\n`;
    const symbols = [
      { agent: 'search', names: ['search'] },
      { agent: 'login', names: ['*'] },
    ];
    const desk = { path: 'src/desk.ts', rule: 'symbols', agents: ['login', 'search'], reason: '', symbols } as const;
    await using fixture = await run({ files: { 'src/desk.ts': text(1, 1), '.gitignore': '.cdev/\n' }, shared: [desk] });
    await work(fixture, 'login', { 'src/desk.ts': text(2, 1) });
    await work(fixture, 'search', { 'src/desk.ts': text(2, 2) });
    const { result } = await validate(fixture);
    expect(result.agents.map(({ verdict }) => verdict)).toEqual(['ready', 'not-ready']);
    expect(result.agents[1]?.findings).toMatchObject([
      {
        rule: 'foreign-symbol',
        path: 'src/desk.ts',
        message: 'it changed what it does not own: `login` of src/desk.ts (of login)',
      },
    ]);
  });

  test.each([
    ['a file of another', { 'src/b.ts': 'x\n' }, 'error: src/b.ts is not its own: it belongs to search'],
    ['a file of nobody', { 'stray.ts': 'x\n' }, 'error: stray.ts is not its own: it belongs to nobody in the plan'],
    [
      'conflict markers',
      { 'src/a.ts': '<<<<<<< a\n1\n=======\n2\n>>>>>>> b\n' },
      'error: src/a.ts has conflict markers',
    ],
    [
      'a credential',
      { 'src/a.ts': `x\nkey ${['ghp', 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8'].join('_')}\n` },
      'error: src/a.ts:2 looks like a personal access token of GitHub (warning: its check sum is wrong: mistyped, cut or made up)',
    ],
    [
      'a focused test',
      { 'src/login/x.test.ts': ['test', 'only("x", f)'].join('.') },
      'error: src/login/x.test.ts:1 runs only some of the tests',
    ],
    ['a debugger', { 'src/a.ts': 'a\ndebugger;\n' }, 'warning: src/a.ts:2 was left from debugging'],
    ['an open task', { 'src/a.ts': ['a\n// ', 'DO later\n'].join('TO') }, 'warning: src/a.ts:2 leaves a task open'],
  ])('finds %s', async (_, files, message) => {
    await using fixture = await run();
    await work(fixture, 'login', files);
    const { result } = await validate(fixture, { agents: ['login'] });
    expect(messages(result.agents[0]!)).toContainEqual(expect.stringContaining(message));
    expect(result.agents[0]?.verdict).toBe(message.startsWith('error') ? 'not-ready' : 'warnings');
  });

  test('does not blame an agent for what was there before it', async () => {
    await using fixture = await run({
      files: { 'src/a.ts': ['// ', 'DO old\ndebugger;\n'].join('TO'), 'src/b.ts': '' },
    });
    await work(fixture, 'login', { 'src/a.ts': `${['// ', 'DO old\ndebugger;\n'].join('TO')}new\n` });
    expect((await validate(fixture, { agents: ['login'] })).result.agents[0]?.findings).toEqual([]);
  });

  test('is not ready without a commit, without a promised file, or when a check fails, and shows why', async () => {
    await using fixture = await run({
      agents: {
        login: { owns: ['src/a.ts', 'src/broken', 'src/login/**'], creates: ['src/login/page.ts'] },
        search: { owns: ['src/b.ts'] },
      },
    });
    await work(fixture, 'login', { 'src/broken': '' });
    const { result, status } = await validate(fixture);
    expect(status).toBe('findings');
    expect(messages(result.agents[0]!)).toEqual([
      'error: src/login/page.ts was promised and is not there',
      'error: test failed (exit code 1): test ! -e src/broken',
    ]);
    expect(messages(result.agents[1]!)).toEqual(['error: it has committed nothing']);
  });

  test('never calls passed what was not run', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await work(fixture, 'login', { 'src/a.ts': 'new\n' });
    await tree.write({ 'src/a.ts': 'newer, uncommitted\n' });
    const { result } = await validate(fixture, { agents: ['login'] });
    expect(result.agents[0]).toMatchObject({
      verdict: 'warnings',
      checks: [{ status: 'not-run', reason: 'its worktree has uncommitted changes' }],
    });
    const empty = await validate(fixture, {
      agents: ['login'],
      commands: ['echo "No tests found, exiting with code 0"'],
    });
    expect(empty.result.agents[0]?.checks[0]?.status).toBe('not-run');
    const skipped = await validate(fixture, { agents: ['login'], skipChecks: true });
    expect(messages(skipped.result.agents[0]!)).toContainEqual('warning: the plan names no check, so nothing was run');
  });

  test('does not run a check again on a tree that passed it', async () => {
    await using fixture = await run();
    await work(fixture, 'login', { 'src/a.ts': 'new\n' });
    await validate(fixture, { agents: ['login'] });
    expect((await validate(fixture, { agents: ['login'] })).result.agents[0]?.checks).toMatchObject([
      { status: 'passed', cached: true },
    ]);
    // As it is of work that came from another machine: there is no worktree here.
    await rm(fixture.worktrees['login']!.path, { recursive: true });
    const commands = ['echo another'];
    expect((await validate(fixture, { agents: ['login'] })).result.agents[0]?.checks).toMatchObject([
      { status: 'passed', cached: true },
    ]);
    const more = (await validate(fixture, { agents: ['login'], commands })).result.agents[0]!;
    expect(more.checks.map(({ status }) => status)).toContain('not-run');
    expect(messages(more)).toContainEqual('warning: its checks were not run: its worktree is gone');
  });

  test('work that stands on work that is not ready is not ready', async () => {
    await using fixture = await run({
      agents: { login: { owns: ['src/a.ts'] }, search: { owns: ['src/b.ts'], dependsOn: ['login'] } },
    });
    await work(fixture, 'search', { 'src/b.ts': 'new\n' });
    const { result } = await validate(fixture);
    expect(messages(result.agents[1]!)).toEqual(['error: it stands on the work of login, which is not ready']);
  });

  test('tells which pairs would conflict, with the rule under which they will be merged, and touches no working tree', async () => {
    await using fixture = await run();
    await work(fixture, 'login', { 'src/a.ts': 'x\n', 'package.json': '{\n  "name": "one"\n}\n' });
    await work(fixture, 'search', { 'src/b.ts': 'x\n', 'package.json': '{\n  "name": "two"\n}\n' });
    const { result } = await validate(fixture);
    expect(result.together).toEqual({
      pairs: 3,
      conflicts: [{ between: ['login', 'search'], path: 'package.json', kind: 'content', rule: 'json' }],
      uses: [],
    });
    expect(await fixture.repository.git('status', '--porcelain')).toBe('');
  });

  test('needs no base in the plan, and tells what merges and may not work together', async () => {
    await using fixture = await run({
      files: { 'src/a.ts': 'export const a = 1;\n', 'src/b.ts': "import { a } from './a.ts';\na;\n" },
    });
    await work(fixture, 'login', { 'src/a.ts': 'export const a = 2;\n' });
    await work(fixture, 'search', { 'src/b.ts': "import { a } from './a.ts';\na + a;\n" });
    const file = planFile(fixture.commonDir, fixture.plan.id);
    const without = async (branch: string) => writePlan(file, { ...fixture.plan, base: { branch, commit: '' } });
    // As a plan that somebody wrote by hand, without a run.
    await rm(runPaths(fixture.commonDir, fixture.plan.id).journal);
    await without('main');
    const { result, status } = await validate(fixture);
    expect(status).toBe('ok');
    expect(result.agents.map(({ base, changed }) => [base, changed])).toEqual([
      [fixture.plan.base.commit, ['src/a.ts']],
      [fixture.plan.base.commit, ['src/b.ts']],
    ]);
    const use = { between: ['login', 'search'], changedBy: 'login', path: 'src/a.ts', name: 'a', importer: 'src/b.ts' };
    expect(result.together).toEqual({ pairs: 3, conflicts: [], uses: [use] });
    const sentence = 'login changes a of src/a.ts, which search uses in src/b.ts';
    expect(validationText(result, { style: createStyle(false), columns: 100 })).toContain(`  ! ${sentence}\n`);
    expect(markdownReport(result)).toContain(`- ${sentence}\n`);
    await without('gone');
    await expect(validate(fixture)).rejects.toMatchObject({
      code: 'CDEV_E_VALIDATE_BASE_UNKNOWN',
      message: `The work of the plan ${fixture.plan.id} begins at gone, of which this repository has nothing`,
    });
  });

  test('writes its report in four forms', async () => {
    await using fixture = await run();
    await work(fixture, 'login', { 'src/b.ts': '<&"\n' });
    const report = async (reportFormat: ValidateOptions['reportFormat']) => {
      const file = join(fixture.repository.path, '..', `report ü.${reportFormat}`);
      expect((await validate(fixture, { agents: ['login'], reportFormat, report: file })).result.report).toBe(file);
      return readFile(file, 'utf8');
    };
    expect(parse(await report('yaml'))).toMatchObject({
      schemaVersion: 1,
      agents: [{ agent: 'login', verdict: 'not-ready' }],
    });
    expect(await report('markdown')).toContain('| login | not ready | 1 | test: passed |');
    expect(await report('junit')).toMatch(/<testsuite name="login" tests="2" failures="1" skipped="0"/);
    expect(JSON.parse(await report('sarif')).runs[0].results[0]).toMatchObject({
      ruleId: 'foreign-change',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'src/b.ts' } } }],
    });
  });

  test.each([
    [{ agents: ['nobody'] }, 'CDEV_E_VALIDATE_AGENT_UNKNOWN'],
    [{ checks: ['nothing'] }, 'CDEV_E_VALIDATE_CHECK_UNKNOWN'],
    [{ jobs: 0 }, 'CDEV_E_VALIDATE_JOBS_INVALID'],
    [{ report: 'src/a.ts/x' }, 'CDEV_E_VALIDATE_REPORT_UNWRITABLE'],
    [{ plan: 'other' }, 'CDEV_E_PLAN_NOT_FOUND'],
  ])('refuses %j', async (options, code) => {
    await using fixture = await run();
    await expect(validate(fixture, options)).rejects.toMatchObject({ code });
  });
});
