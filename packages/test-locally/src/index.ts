/** Runs the tests that matter now, as CI would; `cli.ts` is the same as a command line. */
export { isGood, testLocally } from './test-locally.ts';
export type { TestLocallyOptions } from './test-locally.ts';
export { watchTests } from './watch/watch-tests.ts';
export { testWorkflows } from './ci/test-workflows.ts';
export type { WorkflowForecast, WorkflowTest, WorkflowTestOptions } from './ci/workflow-test.ts';
export { testPacked } from './packed/test-packed.ts';
export type { PackedInstallation, PackedOptions, PackedProblem, PackedRun, PackedTrial } from './packed/packed-run.ts';
export { selectTests } from './selection/select-tests.ts';
export type { SelectedTests, SelectOptions } from './selection/select-tests.ts';
export type { Base, Change, ChosenFile, Selection } from './selection/selection.ts';
export type { Counts, FileOutcome, Process, TestCase, TestRun, TestStatus } from './run/test-run.ts';
export type { Attempt, Coverage, RunnerName } from './runners/runner.ts';
export { junitXml } from './report/junit.ts';
export { githubAnnotations, githubSummary } from './report/github.ts';
export { errors as testLocallyErrors } from './errors.ts';
export { health } from './health.ts';
