import { describe, expect, test } from '@jest/globals';
import { tempRepo, testContext } from '@cdev/test-kit';
import { testWorkflows } from '../src/ci/test-workflows.ts';
import type { WorkflowTestOptions } from '../src/ci/workflow-test.ts';
import { workflowTestText } from '../src/workflow-test-text.ts';
import { createStyle } from '@cdev/core/cli';

const defaults: WorkflowTestOptions = {
  workflows: [],
  jobs: [],
  source: 'commit',
  list: false,
  publishing: false,
  otherVersions: false,
  allowNotRun: false,
  concurrency: 1,
  timeLimit: 60_000,
};
const page = { style: createStyle(false), columns: 100 };

const passing = `name: CI
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: test "$GREETING" = hello
        env:
          GREETING: hello
`;

describe('testWorkflows', () => {
  test('runs the jobs of what a push starts', async () => {
    await using repo = await tempRepo({ '.github/workflows/ci.yml': passing });
    const { result, status } = await testWorkflows(defaults, testContext({ cwd: repo.path }));
    expect({ status, jobs: result.runs.flatMap(({ jobs }) => jobs.map((job) => [job.name, job.status])) }).toEqual({
      status: 'ok',
      jobs: [['test', 'passed']],
    });
    expect(workflowTestText(result, page)).toContain('Jobs: 1 passed, 0 failed (');
  });

  test('a step that fails is a finding, with the end of what it wrote', async () => {
    await using repo = await tempRepo({
      '.github/workflows/ci.yml': passing.replace('test "$GREETING" = hello', 'echo no luck; exit 3'),
    });
    const { result, status } = await testWorkflows(defaults, testContext({ cwd: repo.path }));
    expect(status).toBe('findings');
    expect(workflowTestText(result, page)).toMatch(/✗ test › .*\n {6}no luck/);
  });

  test('what cannot run here is told, and is well only when that was allowed', async () => {
    const services = '    services:\n      db:\n        image: postgres\n';
    const both = `${passing}  e2e:\n    runs-on: ubuntu-latest\n${services}    steps:\n      - run: 'true'\n`;
    await using repo = await tempRepo({ '.github/workflows/ci.yml': both });
    const { result, status } = await testWorkflows(defaults, testContext({ cwd: repo.path }));
    expect(status).toBe('findings');
    expect(workflowTestText(result, page)).toMatch(/not run {2}e2e .*services/);
    expect((await testWorkflows({ ...defaults, allowNotRun: true }, testContext({ cwd: repo.path }))).status).toBe(
      'ok',
    );
    expect((await testWorkflows({ ...defaults, jobs: ['test'] }, testContext({ cwd: repo.path }))).status).toBe('ok');
  });

  test('a workflow that nothing starts has not passed', async () => {
    await using repo = await tempRepo({
      '.github/workflows/ci.yml': passing.replace('on: push', 'on: { push: { tags: [v*] } }'),
    });
    const { result, status } = await testWorkflows(defaults, testContext({ cwd: repo.path }));
    expect({ status, runs: result.runs }).toEqual({ status: 'findings', runs: [] });
    expect(workflowTestText(result, page)).toContain('No job ran.');
  });

  test('lists without running, by file or name; an unknown name is told with those there are', async () => {
    await using repo = await tempRepo({ '.github/workflows/ci.yml': passing.replace('test "', 'exit 9; test "') });
    const { result, status } = await testWorkflows(
      { ...defaults, list: true, workflows: ['CI'] },
      testContext({ cwd: repo.path }),
    );
    expect({ status, runs: result.runs, jobs: result.forecasts[0]?.jobs }).toMatchObject({
      status: 'ok',
      runs: [],
      jobs: [{ name: 'test', prospect: 'runs', steps: 2 }],
    });
    await expect(
      testWorkflows({ ...defaults, workflows: ['cd'] }, testContext({ cwd: repo.path })),
    ).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_UNKNOWN_WORKFLOW',
      message: 'No workflow here is called cd; there are: ci.yml',
    });
  });

  test('a list is told in words that a reader knows: a matrix by its job, what is not run by its short commit', async () => {
    const pinned = `some/action@${'0123456789'.repeat(4)}`;
    const jobs = [
      'on: push',
      'jobs:',
      '  unit:',
      '    name: Node ${{ matrix.node }}',
      '    runs-on: ubuntu-latest',
      '    strategy: { matrix: { node: [22, 24] } }',
      `    steps: [{ run: 'true' }, { uses: '${pinned}' }]`,
      '  bot:',
      "    if: github.event_name == 'issues'",
      '    runs-on: ubuntu-latest',
      `    steps: [{ uses: '${pinned}' }]`,
    ];
    await using repo = await tempRepo({ '.github/workflows/ci.yml': `${jobs.join('\n')}\n` });
    const { result } = await testWorkflows({ ...defaults, list: true }, testContext({ cwd: repo.path }));
    const text = workflowTestText(result, page);
    expect(text).toMatch(/·  unit +runs +2 steps, 1 of them not, 2 combinations/);
    expect(text).toMatch(/·  bot +skipped +1 step +its if does not hold/);
    expect(text.match(/not run .*/g)).toEqual([
      'not run  unit › Run some/action@0123456 (line 7): some/action@0123456 is an action from elsewhere; it is not fetched',
    ]);
    expect(text).toContain('1 of 1 workflows would run, 1 of them in part');
  });

  test('a job that calls a workflow is told with its jobs, and one of which no step can run as such', async () => {
    const jobs = [
      'on: push',
      'jobs:',
      '  build: { uses: ./.github/workflows/called.yml }',
      '  label:',
      '    runs-on: ubuntu-latest',
      '    steps: [{ uses: actions/checkout@v4 }, { uses: some/labeler@v5 }]',
      '  after: { needs: label, runs-on: ubuntu-latest, steps: [{ run: echo }] }',
    ];
    const called = 'on: workflow_call\njobs:\n  a: { runs-on: ubuntu-latest, steps: [{ run: echo }] }\n';
    const inContainer = '  b: { runs-on: ubuntu-latest, container: node, steps: [{ run: echo }] }\n';
    await using repo = await tempRepo({
      '.github/workflows/ci.yml': `${jobs.join('\n')}\n`,
      '.github/workflows/called.yml': called + inContainer,
    });
    const asked = { ...defaults, workflows: ['ci.yml'] };
    const { result } = await testWorkflows({ ...asked, list: true }, testContext({ cwd: repo.path }));
    const text = workflowTestText(result, page);
    expect(text).toMatch(/·  build +runs +calls \.\/\.github\/workflows\/called\.yml, 2 jobs, 1 of them not\n/);
    expect(text).toMatch(/·  label +cannot run here +2 steps, 1 of them not +some\/labeler@v5 is an action/);
    expect(text).toMatch(/·  after +cannot run here +1 step +it needs label/);
    expect(text.match(/not run {2}[^(]+(?= \()/g)).toEqual([
      'not run  build / b',
      'not run  label › Run some/labeler@v5',
      'not run  after',
    ]);
    const run = (await testWorkflows(asked, testContext({ cwd: repo.path }))).result.runs[0];
    expect(run?.jobs.map(({ name, status }) => [name, status])).toEqual([
      ['build / a', 'passed'],
      ['build / b', 'not-run'],
      ['label', 'not-run'],
      ['after', 'not-run'],
    ]);
  });

  test('a file that GitHub would refuse is a finding, beside those that run', async () => {
    await using repo = await tempRepo({
      '.github/workflows/ci.yml': passing,
      '.github/workflows/bad.yml': 'on: push\njobs: 3\n',
    });
    const { result, status } = await testWorkflows(defaults, testContext({ cwd: repo.path }));
    expect({ status, broken: result.broken.map(({ path }) => path) }).toEqual({
      status: 'findings',
      broken: ['.github/workflows/bad.yml'],
    });
  });

  test('a file of secrets that is not there', async () => {
    await using repo = await tempRepo({ '.github/workflows/ci.yml': passing });
    await expect(
      testWorkflows({ ...defaults, secrets: 'none.env' }, testContext({ cwd: repo.path })),
    ).rejects.toMatchObject({
      code: 'CDEV_E_TEST_LOCALLY_VALUES_UNREADABLE',
    });
  });
});
