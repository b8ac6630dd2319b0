import { defineCommand, type Outcome, type Script } from '@cdev/core/cli';
import { ci, workflowOptions } from './ci/command.ts';
import type { WorkflowTest } from './ci/workflow-test.ts';
import { packed, packedOptions } from './packed/command.ts';
import type { PackedRun } from './packed/packed-run.ts';
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
  run: async (
    { packed: isPacked, ci: isCi, watch, ...options },
    context,
  ): Promise<Outcome<TestRun | PackedRun | WorkflowTest>> => {
    if (isCi) return (await import('./ci/test-workflows.ts')).testWorkflows(workflowOptions(options), context);
    if (isPacked) return (await import('./packed/test-packed.ts')).testPacked(packedOptions(options), context);
    if (watch) return (await import('./watch/watch-tests.ts')).watchTests(options, context);
    return (await import('./test-locally.ts')).testLocally(options, context);
  },
  human: async (result, page) => (await import('./human.ts')).runText(result, page),
});

export const script: Script = {
  name: 'cdev-test-locally',
  summary: test.summary,
  commands: [test, packed, ci],
  health: async (context) => (await import('./health.ts')).health(context),
};
