/** Fetches issues from Linear, GitHub or files and caches them for offline use; `cli.ts` is the same as a command line. */
export { cacheLinearIssue } from './cache-linear-issue.ts';
export type { CachePolicy } from './cache-issue.ts';
export type { CachedIssue, Staleness } from './cached-issue.ts';
export type { IssueGroup } from './group/issue-group.ts';
export type { CacheFailure, CacheOptions, CacheResult } from './cache-linear-issue.ts';
export { errors as cacheLinearIssueErrors } from './errors.ts';
export { health } from './health.ts';
export { listCache } from './list-cache.ts';
export type { CacheList, ListOptions, ListedIssue } from './list-cache.ts';
export { applyPrune, planPrune, pruneCache } from './prune-cache.ts';
export type { PruneOptions, PrunePlan, PruneResult } from './prune-cache.ts';
export { showIssue } from './show-issue.ts';
export type { ShowOptions, ShownIssue } from './show-issue.ts';
