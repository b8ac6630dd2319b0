import { planFile, readPlan, writePlan } from '@cdev/deployment-plan';
import { parallelRun, type ParallelRun } from '@cdev/run-fixture';
import { runBin, testContext } from '@cdev/test-kit';
import { describe, expect, test } from '@jest/globals';
import { agentCommit, changePaths, type ChangePathsOptions } from '../src/index.ts';
import { pathsText } from '../src/human.ts';
import { plainOptions } from './plain-options.ts';
import { createStyle } from '@cdev/core/cli';

const run = (): Promise<ParallelRun> =>
  parallelRun({
    files: { 'src/a.ts': 'a\n', 'src/b.ts': 'b\n', 'docs/b.md': 'b\n' },
    agents: { login: { owns: ['src/a.ts'] }, search: { owns: ['src/b.ts', 'docs/b.md'] } },
  });

const change = (cwd: string, options: Partial<ChangePathsOptions>) =>
  changePaths(
    {
      deed: 'claim',
      paths: [],
      agent: undefined,
      from: undefined,
      reason: '',
      plan: undefined,
      isDryRun: false,
      ...options,
    },
    testContext({ cwd }),
  );
const commitAll = (cwd: string) => agentCommit(plainOptions, testContext({ cwd }));
const ownsOf = async ({ commonDir, plan }: ParallelRun): Promise<readonly (readonly string[])[]> =>
  (await readPlan(planFile(commonDir, plan.id))).agents.map(({ owns }) => owns);

describe('changePaths', () => {
  test('claims for the agent whose worktree it is, and the claimed file is committed as its own', async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    await tree.write({ 'src/a.ts': 'x\n', 'src/ü session.ts': 'new\n' });
    const { result } = await change(tree.path, { paths: ['./src/ü session.ts'] });
    expect(result).toMatchObject({
      agent: 'login',
      moves: [{ path: 'src/ü session.ts', from: undefined, to: 'login', isNew: true }],
    });
    const committed = await commitAll(tree.path);
    expect(committed).toMatchObject({
      status: 'ok',
      result: { commits: [{ files: ['src/a.ts', 'src/ü session.ts'] }] },
    });
  });

  test("says when a path is in nobody's pool, and for whom the plan expected it; a plan without a pool says nothing", async () => {
    await using fixture = await run();
    const tree = fixture.worktrees['login']!;
    const style = { style: createStyle(false), columns: 80 };
    const claim = async (path: string) => pathsText((await change(tree.path, { paths: [path] })).result, style);
    expect(await claim('src/plain.ts')).not.toContain('pool');
    const file = planFile(fixture.commonDir, fixture.plan.id);
    const claimable = ['docs/a.md', 'docs/c.md'].map((path, at) => ({
      path,
      agents: at === 0 ? ['login'] : ['search'],
      reason: '',
    }));
    await writePlan(file, { ...(await readPlan(file)), claimable });
    expect(await claim('docs/a.md')).toBe('✓  docs/a.md  nobody → login\n');
    expect(await claim('docs/c.md')).toContain('\n  the plan expected docs/c.md to be needed by search\n');
    expect(await claim('docs/d.md')).toContain(
      "\n  docs/d.md is in nobody's pool: the plan expected no agent to need it\n",
    );
    expect((await readPlan(file)).claimable).toEqual([]);
  });

  test('hands over from one agent to another, named from anywhere in the repository', async () => {
    await using fixture = await run();
    await change(fixture.repository.path, { paths: ['docs/b.md'], agent: 'login', from: 'search' });
    expect(await ownsOf(fixture)).toEqual([['src/a.ts', 'docs/b.md'], ['src/b.ts']]);
  });

  test('changes nothing that another has worked on, and nothing with --dry-run', async () => {
    await using fixture = await run();
    await fixture.worktrees['search']!.write({ 'docs/b.md': 'changed\n' });
    const path = fixture.repository.path;
    await expect(change(path, { paths: ['docs/b.md'], agent: 'login', from: 'search' })).rejects.toMatchObject({
      code: 'CDEV_E_RUN_PATH_WORKED_ON',
    });
    await change(path, { deed: 'release', agent: 'search', paths: ['src/b.ts'], isDryRun: true });
    expect(await ownsOf(fixture)).toEqual([['src/a.ts'], ['src/b.ts', 'docs/b.md']]);
  });

  test('is a command of the bin, for whose record no reason has to be given', async () => {
    await using fixture = await run();
    const argv = ['claim', 'docs/new.md', '--agent', 'login', '--plan', fixture.plan.id];
    const { stdout, exitCode } = await runBin('agent-commit', argv, { cwd: fixture.repository.path });
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, '✓  docs/new.md  nobody → login']);
    expect((await ownsOf(fixture))[0]).toEqual(['src/a.ts', 'docs/new.md']);
  });

  test.each([
    ['no agent where none can be told', { paths: ['x.ts'] }, 'CDEV_E_AGENT_COMMIT_NO_AGENT'],
    ['an agent that the plan does not know', { paths: ['x.ts'], agent: 'nobody' }, 'CDEV_E_PLAN_AGENT_UNKNOWN'],
    ['a path of another agent', { paths: ['src/b.ts'], agent: 'login' }, 'CDEV_E_PLAN_PATH_TAKEN'],
  ])('refuses %s', async (_, options, code) => {
    await using fixture = await run();
    await expect(change(fixture.repository.path, options)).rejects.toMatchObject({ code });
  });

  test('is told in a line for each path', () => {
    const result = {
      plan: 'p',
      agent: 'login',
      moves: [
        { path: 'src/session.ts', from: undefined, to: 'login', isNew: true },
        { path: 'docs/b.md', from: 'search', to: 'login', isNew: true },
        { path: 'src/a.ts', from: undefined, to: 'login', isNew: false },
      ],
      told: ['login'],
      widened: [
        { agent: 'login', folders: ['docs'] },
        { agent: 'search', folders: [], problem: 'index.lock' },
      ],
      isDryRun: false,
    };
    expect(pathsText(result, { style: createStyle(false), columns: 80 })).toBe(
      [
        '✓  src/session.ts  nobody → login',
        '✓  docs/b.md       search → login',
        '–  src/a.ts        owned by login already',
        '',
        'told in their worktrees: login',
        'in the worktree of login now: docs',
        'not in the worktree of search yet, claim again: index.lock',
        '',
      ].join('\n'),
    );
  });
});
