/** Judges one change: approvals, benchmarks, owners. */
export { checkChange } from './check-change.ts';
export type { CheckChangeOptions } from './check-change.ts';
export type { Verdict } from './law.ts';
export { readPullRequest } from './pull-request.ts';
export type { PullRequest, Review } from './pull-request.ts';
