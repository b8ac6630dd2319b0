import { defineCommand, type Outcome, type Script } from '@cdev/core/cli';
import type { WorkflowTest, WorkflowTestOptions } from './ci/workflow-test.ts';
import type { PackedOptions, PackedRun } from './packed/packed-run.ts';
import type { TestRun } from './run/test-run.ts';

const test = defineCommand({
  name: '',
  summary: 'Runs the tests that matter now, as CI would: those that the changes reach, or those that are named',
  positionals: {
    tests: {
      array: true,
      description:
        'Test files, folders, patterns, or sources whose tests are wanted; without any, what the changes reach',
    },
  },
  options: {
    all: { type: 'boolean', alias: 'a', description: 'Run every test' },
    since: {
      type: 'string',
      placeholder: 'commit',
      description: 'What changed since this commit, not since the default branch',
    },
    level: {
      type: 'string',
      choices: ['files', 'packages'],
      default: 'files',
      placeholder: 'level',
      description:
        'Follow imports to single test files, or run all tests of packages that changed and of those that depend on them',
    },
    package: { type: 'string', array: true, placeholder: 'name', description: 'Only tests of this package' },
    script: {
      type: 'string',
      placeholder: 'name',
      description: 'Test the package of this name, or run this script of package.json',
    },
    suites: {
      type: 'string',
      array: true,
      placeholder: 'suite',
      description: "Only these: a name that folders or files have (unit, integration, e2e …), or 'name=pattern'",
    },
    list: { type: 'boolean', description: 'Say which files would run, and why; run nothing' },
    coverage: { type: 'boolean', description: 'Measure coverage' },
    ci: { type: 'boolean', description: 'Run the GitHub workflows instead: short for the command "ci"' },
    packed: { type: 'boolean', description: 'Try the packed packages instead: short for the command "packed"' },
    watch: { type: 'boolean', description: 'Go on: at each change run the tests that it reaches' },
    shard: { type: 'string', placeholder: 'part', description: 'Run one part of several, such as 2/5' },
    durations: {
      type: 'string',
      placeholder: 'file',
      description: 'History that all shards have, to balance them by time',
    },
    retry: {
      type: 'number',
      default: 0,
      description: 'Run files of failed tests so often again; both outcomes are told',
    },
    'fail-on-flaky': { type: 'boolean', description: 'A test that failed and then passed is a finding' },
    repeat: { type: 'number', default: 1, description: 'Run everything chosen so often, to find flaky tests' },
    'until-fail': {
      type: 'boolean',
      description: 'End the rounds at the first failure (without --repeat: 100 rounds)',
    },
    shuffle: { type: 'boolean', description: 'Run tests in a random order, where the runner can' },
    seed: { type: 'number', description: 'The random order of a run before' },
    bail: { type: 'boolean', description: 'End at the first failure' },
    junit: { type: 'string', placeholder: 'file', description: 'Write the outcome as JUnit XML' },
    summary: {
      type: 'string',
      placeholder: 'file',
      description: 'Write the outcome as Markdown; on GitHub the job has it without asking',
    },
    slowest: { type: 'number', default: 5, description: 'How many of the slowest tests are named' },
    'pass-with-no-tests': { type: 'boolean', description: 'It is well when there is nothing to run' },
    'without-pretest': { type: 'boolean', description: 'Leave out pretest scripts' },
    'time-limit': { type: 'duration', default: '30m', description: 'How long one process of a runner may take' },
    concurrency: { type: 'number', description: 'Processes at a time (default: half of the processors)' },
  },
  changesWorld: false,
  examples: [
    ['cdev-test-locally', 'Runs the tests that the work on this branch reaches, uncommitted changes included.'],
    ['cdev-test-locally --list', 'Says which those are, and by what way each is reached.'],
    ['cdev-test-locally src/parse.ts', 'Runs the tests that reach one source file.'],
    [
      'cdev-test-locally --all --retry 2 --junit reports/junit.xml',
      'Everything, with a second and third chance and a report.',
    ],
    [
      'cdev-test-locally test/queue.test.ts --repeat 50 --until-fail --shuffle',
      'Looks for a flaky test, and says the seed that found it.',
    ],
  ],
  toOptions: ({ tests, package: packages, script, ...options }) => ({
    ...options,
    names: tests,
    packages,
    script,
    failOnFlaky: options['fail-on-flaky'],
    untilFail: options['until-fail'],
    passWithNoTests: options['pass-with-no-tests'],
    withoutPretest: options['without-pretest'],
    timeLimit: options['time-limit'],
  }),
  run: async ({ packed, ci, watch, ...options }, context): Promise<Outcome<TestRun | PackedRun | WorkflowTest>> => {
    if (ci) return (await import('./ci/test-workflows.ts')).testWorkflows(workflowOptions(options), context);
    if (packed) return (await import('./packed/test-packed.ts')).testPacked(packedOptions(options), context);
    if (watch) return (await import('./watch/watch-tests.ts')).watchTests(options, context);
    return (await import('./test-locally.ts')).testLocally(options, context);
  },
  human: async (result, page) => (await import('./human.ts')).runText(result, page),
});

const packed = defineCommand({
  name: 'packed',
  summary: 'Packs the packages, installs them as users would, and tries their bins, imports and types',
  positionals: {
    packages: {
      array: true,
      description: 'Names or folders; without any, every package that is meant to be published',
    },
  },
  options: {
    manager: {
      type: 'string',
      array: true,
      choices: ['npm', 'pnpm'],
      placeholder: 'name',
      description: 'Install with this one (default: npm, and pnpm where it is installed)',
    },
    keep: { type: 'string', placeholder: 'folder', description: 'Keep the tarballs there' },
    'without-scripts': { type: 'boolean', description: 'Pack without prepack and prepare: what is built is packed' },
    'time-limit': { type: 'duration', default: '30s', description: 'How long one bin or import may take' },
  },
  changesWorld: false,
  examples: [
    ['cdev-test-locally packed', 'Tries everything that is meant to be published, with npm and pnpm.'],
    ['cdev-test-locally packed packages/core --manager npm', 'One package, and what it needs of the workspace.'],
  ],
  toOptions: ({ packages, manager, keep, ...options }) => ({
    packages,
    managers: manager,
    keep,
    withoutScripts: options['without-scripts'],
    timeLimit: options['time-limit'],
  }),
  run: async (options, context) => (await import('./packed/test-packed.ts')).testPacked(options, context),
  human: async (result, page) => (await import('./human.ts')).runText(result, page),
});

const ci = defineCommand({
  name: 'ci',
  summary: 'Runs the GitHub workflows of the repository here, without containers, and says what could not be run',
  positionals: {
    workflows: { array: true, description: 'Files or names; without any, all that the event starts' },
  },
  options: {
    job: { type: 'string', array: true, placeholder: 'id', description: 'Only this job, and those it needs' },
    event: {
      type: 'string',
      placeholder: 'name',
      description: 'The event that starts them (default: push, else pull_request)',
    },
    source: {
      type: 'string',
      choices: ['commit', 'changes', 'working-tree'],
      default: 'commit',
      placeholder: 'what',
      description: 'A clean copy of HEAD, one with uncommitted changes, or this folder as it is',
    },
    list: { type: 'boolean', description: 'Say what would run and what could not; run nothing' },
    secrets: { type: 'string', placeholder: 'file', description: 'File with secrets, NAME=value on each line' },
    variables: { type: 'string', placeholder: 'file', description: 'File with variables, NAME=value on each line' },
    'allow-not-run': { type: 'boolean', description: 'It is well that parts could not be run, as long as none failed' },
    'other-versions': {
      type: 'boolean',
      description: 'Run jobs although they ask for other versions of tools than are here',
    },
    publishing: { type: 'boolean', description: 'Run steps that publish, deploy or push, too' },
    concurrency: { type: 'number', default: 1, description: 'Jobs at a time' },
    'time-limit': { type: 'duration', default: '30m', description: 'How long one job may take' },
  },
  changesWorld: false,
  examples: [
    ['cdev-test-locally ci --list', 'Says what would run here, and what could not, and why.'],
    ['cdev-test-locally ci ci.yml --job test --source changes', 'One job, with what is not committed yet.'],
  ],
  toOptions: ({ workflows, job, ...options }) => ({
    ...options,
    workflows,
    jobs: job,
    allowNotRun: options['allow-not-run'],
    otherVersions: options['other-versions'],
    timeLimit: options['time-limit'],
  }),
  run: async (options, context) => (await import('./ci/test-workflows.ts')).testWorkflows(options, context),
  human: async (result, page) => (await import('./human.ts')).runText(result, page),
});

/** `--packed` takes what the command would by default, and `--package`. */
function packedOptions({ packages }: { readonly packages: readonly string[] }): PackedOptions {
  return { packages, managers: [], withoutScripts: false, timeLimit: 30_000 };
}

/** `--ci` takes what the command would by default, and `--list`. */
function workflowOptions({
  list,
  timeLimit,
}: {
  readonly list: boolean;
  readonly timeLimit: number;
}): WorkflowTestOptions {
  return {
    workflows: [],
    jobs: [],
    source: 'commit',
    list,
    publishing: false,
    otherVersions: false,
    allowNotRun: false,
    concurrency: 1,
    timeLimit,
  };
}

export const script: Script = {
  name: 'cdev-test-locally',
  summary: test.summary,
  commands: [test, packed, ci],
  health: async (context) => (await import('./health.ts')).health(context),
};
