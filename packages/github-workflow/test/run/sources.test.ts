import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { git } from '@cdev/git';
import { tempFolder, tempRepo, testContext } from '@cdev/test-kit';
import { parseWorkflow, planWorkflow, runPlan, type PlanOptions } from '../../src/index.ts';
import { inRepo, outline, play, workflowText, type WorkflowLiteral } from '../play.ts';

const checkout = { uses: 'actions/checkout@v6' };
const path = '.github/workflows/ci.yml';

async function runIn(root: string, jobs: WorkflowLiteral['jobs'], options: PlanOptions = {}) {
  const workflow = parseWorkflow(workflowText({ on: ['push', 'pull_request'], jobs }), { root, path });
  const plan = await planWorkflow(workflow, { machine: { system: 'linux', arch: 'X64' }, ...options });
  const lines: string[] = [];
  const run = await runPlan(plan, testContext({ cwd: root }), {
    onEvent: (event) => event.type === 'line' && lines.push(event.text),
  });
  return { ...run, plan, lines };
}

describe('what the jobs work on', () => {
  const show = {
    a: { steps: [checkout, 'cat tracked.txt; cat new.txt 2>/dev/null || echo none; git status --short'] },
  };

  test.each([
    ['commit', ['committed', 'none']],
    ['changes', ['changed', 'new', ' M tracked.txt', '?? new.txt']],
    ['working-tree', ['changed', 'new', ' M tracked.txt', '?? new.txt']],
  ] as const)('%s', async (source, lines) => {
    await using repo = await tempRepo({ 'tracked.txt': 'committed\n' });
    await repo.write({ 'tracked.txt': 'changed\n', 'new.txt': 'new\n' });
    const before = await repo.git('for-each-ref');
    const run = await runIn(repo.path, show, { source });
    expect(run.lines).toEqual(lines);
    expect(run.plan.notes).toEqual(source === 'commit' ? ['2 uncommitted paths are not part of the run'] : []);
    // Neither refs nor files of the original change.
    expect([await repo.git('for-each-ref'), await repo.git('status', '--short')]).toEqual([
      before,
      ' M tracked.txt\n?? new.txt',
    ]);
  });

  test('nothing a step does with git reaches the original, and pushing from the copy fails', async () => {
    await using repo = await tempRepo({ 'a.txt': '' }, { origin: true });
    const refs = await repo.git('for-each-ref');
    const config = readFileSync(join(repo.path, '.git/config'), 'utf8');
    const run = await runIn(repo.path, {
      a: {
        steps: [
          checkout,
          'git config user.name x; git config user.email x@y; git config --global core.pager cat; git tag v9; git branch other; git commit --allow-empty -qm more',
          // Words that the look at the text does not see through.
          'p=push; git $p origin HEAD:refs/heads/stolen 2>&1 && exit 1; git $p --tags 2>&1 && exit 1; true',
        ],
      },
    });
    expect(run.status).toBe('passed');
    expect(run.lines.join('\n')).toContain('pushing-was-not-asked-for');
    expect([await repo.git('for-each-ref'), readFileSync(join(repo.path, '.git/config'), 'utf8')]).toEqual([
      refs,
      config,
    ]);
  });

  test('the history, the branches and the tags are there', async () => {
    await using repo = await tempRepo({ 'a.txt': '' }, { branches: { 'feature/x': { 'b.txt': '' } } });
    await repo.git('tag', 'v1');
    await repo.commit('Second', { 'c.txt': '' });
    const run = await runIn(repo.path, {
      a: {
        steps: [
          checkout,
          'git log --format=%s; git tag; git branch --show-current; git rev-parse --verify -q origin/feature/x >/dev/null && git diff --name-only origin/feature/x',
          { ...checkout, with: { ref: 'feature/x', path: 'x y' } },
          'ls "x y"',
          { ...checkout, with: { ref: 'nowhere' } },
        ],
      },
    });
    expect(run.lines.slice(0, 4)).toEqual(['Second', 'Begin', 'v1', 'main']);
    expect(run.lines.slice(-2)).toEqual(['a.txt', 'b.txt']);
    expect(run.jobs[0]?.steps[4]).toMatchObject({
      status: 'not-run',
      reason: 'there is no nowhere in this repository',
    });
  });
});

describe('states of a repository', () => {
  const jobs = { a: { steps: [checkout, 'cat a.txt && git log --format=%s && echo "$GITHUB_REF_NAME"'] } };

  test('a linked worktree', async () => {
    await using repo = await tempRepo(
      { 'a.txt': 'main\n' },
      { branches: { side: { 'a.txt': 'side\n' } }, worktrees: ['side'] },
    );
    const run = await runIn(repo.worktrees['side']?.path ?? '', jobs);
    expect(run.lines[0]).toBe('side');
    expect(run.lines.at(-1)).toBe('side');
  });

  test('a detached HEAD', async () => {
    await using repo = await tempRepo({ 'a.txt': 'x\n' });
    await repo.git('checkout', '--quiet', '--detach');
    const run = await runIn(repo.path, jobs);
    expect(run.lines).toEqual(['x', 'Begin', run.commit.slice(0, 7)]);
  });

  test('a shallow clone', async () => {
    await using repo = await tempRepo({ 'a.txt': 'x\n' });
    await repo.commit('Second', { 'b.txt': '' });
    await using folder = await tempFolder({});
    await git(folder.path, ['clone', '--quiet', '--depth', '1', `file://${repo.path}`, 'clone']);
    const run = await runIn(join(folder.path, 'clone'), jobs);
    expect(run.lines).toEqual(['x', 'Second', 'main']);
  });

  test('no commit, and no repository, are told', async () => {
    await using folder = await tempFolder({});
    await expect(runIn(folder.path, jobs)).rejects.toMatchObject({ code: 'CDEV_E_GIT_NOT_A_REPOSITORY' });
    await git(folder.path, ['init', '--quiet']);
    await expect(runIn(folder.path, jobs)).rejects.toMatchObject({ code: 'CDEV_E_WORKFLOW_NO_COMMIT' });
  });
});

describe('a plan', () => {
  const on = (events: unknown) => ({ on: events, jobs: { a: { steps: ['true'] } } }) as WorkflowLiteral;
  const eventOf = (events: unknown, more: object = {}) =>
    inRepo(on(events), { files: { 'src/a.ts': '' }, ...more }, async ({ event }) => event);

  test.each([
    ['push', {}, 'push', true],
    [{ push: { branches: ['main'] } }, {}, 'push', true],
    [{ push: { branches: ['release'] }, pull_request: null }, {}, 'pull_request', true],
    [{ push: { branches: ['release'] } }, {}, 'push', false],
    [{ push: { branches: ['release'] } }, { ignoreFilters: true }, 'push', true],
    [{ push: { tags: ['v*'] } }, {}, 'push', false],
    [{ push: { 'branches-ignore': ['main'] } }, {}, 'push', false],
    [{ schedule: [{ cron: '0 0 * * *' }] }, {}, 'schedule', true],
    ['push', { event: 'pull_request' }, 'pull_request', false],
    [{ pull_request: { types: ['closed'] } }, {}, 'pull_request', false],
    [{ workflow_dispatch: null, issues: null }, {}, 'workflow_dispatch', true],
  ])('of %j with %j is for %s: %s', async (events, more, name, isTriggered) => {
    expect(await eventOf(events, more)).toMatchObject({ name, isTriggered });
  });

  test.each([
    [{ paths: ['src/**'] }, true],
    [{ paths: ['docs/**'] }, false],
    [{ 'paths-ignore': ['src/**'] }, false],
    [{ paths: ['**', '!src/**'] }, false],
  ])('looks at the paths that changed: %j: %s', async (filter, isTriggered) => {
    const before = (repo: { commit: (message: string, files: Record<string, string>) => Promise<unknown> }) =>
      repo.commit('More', { 'src/a.ts': 'x' });
    expect(await eventOf({ push: filter }, { before })).toMatchObject({ isTriggered });
  });

  test('for an event that does not start the workflow runs nothing and says why', async () => {
    const run = await play(on({ push: { branches: ['release'] } }));
    expect(run).toMatchObject({ status: 'not-run', jobs: [], notes: ['push starts it on release, not on main'] });
  });

  test('tells for each job and step what will be', async () => {
    const jobs = {
      a: {
        strategy: { matrix: { n: [1, 2] } },
        steps: [
          checkout,
          'npm test',
          { if: 'failure()', run: 'true' },
          { if: 'matrix.n == 2', run: 'true' },
          'git push',
          { uses: './own' },
          { uses: './none' },
        ],
      },
      b: {
        needs: 'a',
        strategy: { matrix: '${{ fromJSON(needs.a.outputs.m) }}' },
        if: "needs.a.outputs.m != ''",
        steps: ['true'],
      },
      c: { if: "github.event_name == 'schedule'", steps: ['true'] },
      d: { container: 'x', steps: ['true'] },
      e: { needs: ['d'], steps: ['true'] },
    };
    const own = {
      'own/action.yml': '{ runs: { using: composite, steps: [{ run: a, shell: bash }, { uses: x/y@v1 }] } }',
    };
    await inRepo({ jobs }, { files: own }, async (plan) => {
      expect(plan.jobs.map(({ id, prospect }) => `${id} ${prospect}`)).toEqual([
        'a runs',
        'b depends',
        'c skipped',
        'd not-run',
        'e not-run',
      ]);
      expect(plan.jobs.map(({ combinations }) => combinations)).toEqual([
        [{ n: 1 }, { n: 2 }],
        'later',
        undefined,
        undefined,
        undefined,
      ]);
      expect(plan.jobs[0]?.steps.map(({ by, prospect }) => `${by} ${prospect}`)).toEqual([
        'stand-in runs',
        'script runs',
        'script skipped',
        'script depends',
        'nothing not-run',
        'composite runs',
        'composite depends',
      ]);
      expect(plan.notRun.map(({ job, line, isRefused }) => [job, line > 0, isRefused])).toEqual([
        ['a', true, true],
        ['a', true, false],
        ['d', true, false],
        ['e', true, false],
      ]);
    });
  });

  test('follows what is skipped, open or on another system from job to job', async () => {
    const jobs = {
      a: { if: false, steps: ['true'] },
      b: { needs: 'a', steps: ['true'] },
      c: { needs: 'b', if: 'always()', steps: ['true'] },
      d: { if: "needs.c.outputs.x == '1'", needs: 'c', steps: ['true'] },
      e: { needs: 'd', steps: ['true'] },
      f: {
        'runs-on': '${{ matrix.os }}',
        strategy: { matrix: { os: ['ubuntu-latest', 'macos-latest'] } },
        steps: ['true'],
      },
      g: {
        'runs-on': '${{ matrix.os }}',
        strategy: { matrix: { os: ['windows-latest', 'macos-latest'] } },
        steps: ['true'],
      },
    };
    await inRepo({ jobs }, {}, async (plan) => {
      expect(plan.jobs.map(({ id, prospect }) => `${id} ${prospect}`)).toEqual([
        'a skipped',
        'b skipped',
        'c runs',
        'd depends',
        'e depends',
        'f runs',
        'g not-run',
      ]);
      expect(plan.jobs[5]?.notes).toEqual(['macos-latest: it runs on macos-latest, and this is Linux']);
    });
  });

  test('is for the jobs that are named and those they need; another name is told', async () => {
    const workflow: WorkflowLiteral = {
      jobs: { a: { steps: ['true'] }, b: { name: 'Unit', needs: 'a', steps: ['true'] }, c: { steps: ['true'] } },
    };
    expect(outline(await play(workflow, { jobs: ['b'] }))).toEqual(['a: passed', 'Unit: passed']);
    expect(outline(await play(workflow, { jobs: ['Unit'] }))).toEqual(['a: passed', 'Unit: passed']);
    await expect(play(workflow, { jobs: ['x'] })).rejects.toMatchObject({ code: 'CDEV_E_WORKFLOW_UNKNOWN_JOB' });
  });
});

test('what publishes is refused, unless that is asked for', async () => {
  const jobs = { a: { steps: [checkout, 'npm run ship', 'echo after'] } };
  const files = { 'package.json': '{ "scripts": { "ship": "git push --dry-run-not origin" } }' };
  const run = await play({ jobs }, { files });
  expect(run.jobs[0]?.steps.map(({ status }) => status)).toEqual(['passed', 'refused', 'passed']);
  expect(run.notRun).toEqual([
    expect.objectContaining({ isRefused: true, reason: expect.stringContaining('npm run ship → git push') }),
  ]);
  const asked = await play(
    { jobs: { a: { steps: [{ if: true, run: 'git push || echo tried' }] } } },
    { publishing: 'run' },
  );
  // What git says goes another way, and may come later.
  expect(asked.lines).toContain('tried');
});

test('what a killed run left is taken away by the next one', async () => {
  await using folder = await tempFolder({});
  const left = join(folder.path, 'cdev-workflow-4194300-1-abcdef');
  const foreign = join(folder.path, `cdev-workflow-${process.pid}-0-abcdef`);
  for (const one of [left, foreign]) {
    await mkdir(one);
    await writeFile(join(one, 'x'), '');
  }
  await play({ jobs: { a: { steps: ['true'] } } }, { processEnv: { TMPDIR: folder.path } });
  expect([existsSync(left), existsSync(foreign)]).toEqual([false, true]);
  expect(readdirSync(folder.path)).toHaveLength(1);
});
