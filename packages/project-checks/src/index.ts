/** A project's own checks: run in a folder, told apart as passed, failed, timed out and not run. */
export { runChecks } from './run-checks.ts';
export type { Check, CheckRun, CheckStatus, RunChecksOptions } from './run-checks.ts';
export { checkCommit } from './check-commit.ts';
export type { CheckCommitOptions } from './check-commit.ts';
export { checkCacheOf, readCheckResult } from './check-cache.ts';
export type { CheckCache } from './check-cache.ts';
export { checkLoad, keepCheckLoad } from './check-load.ts';
export type { CheckLoad } from './check-load.ts';
export { signalOfExit } from './signal-of-exit.ts';
export { countTests } from './test-count.ts';
export { giveCheckResults, takeCheckResults } from './share-checks.ts';
export type { CheckedTree, SharedChecks } from './share-checks.ts';
