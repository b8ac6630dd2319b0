import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import pMap from 'p-map';
import { cacheIssue, type CachePolicy } from './cache-issue.ts';
import type { CachedIssue } from './cached-issue.ts';
import { errors } from './errors.ts';
import { groupText, type IssueGroup } from './group/issue-group.ts';
import { parseReferences } from './reference/parse-references.ts';
import { referenceText, type Reference } from './reference/reference.ts';
import { openServices, type Services } from './services.ts';
import { openStore, type Store } from './store.ts';

export interface CacheOptions extends CachePolicy {
  /** Ids, addresses, files, or `-`. */
  readonly references: readonly string[];
  /** A group of Linear's issues besides; none when it says nothing. */
  readonly group: IssueGroup;
  readonly source: 'auto' | 'linear' | 'github' | 'file';
  /** Milliseconds that one answer may take. */
  readonly timeLimit: number;
  /** Milliseconds to go on trying when a service is busy or down. */
  readonly maxWait: number;
  /** Requests under way at a time, from 1 to 32. */
  readonly concurrency: number;
}

/** An issue or a group that was asked for and cannot be had. */
export interface CacheFailure {
  readonly reference: string;
  readonly code: string;
  readonly message: string;
  readonly steps: readonly string[];
}

export interface CacheResult {
  /** The folder of the cache. */
  readonly folder: string;
  /** In the order they were asked for; of a group only those that were fetched. */
  readonly issues: readonly CachedIssue[];
  /** How many issues of the group had not changed since they were cached. */
  readonly unchanged: number;
  readonly failures: readonly CacheFailure[];
}

interface Part {
  readonly issues: readonly CachedIssue[];
  readonly unchanged: number;
  readonly failures: readonly { readonly reference: string; readonly error: CdevError }[];
}

/**
 * Fetches issues and caches them. When some can be had and some cannot the outcome is `findings`; when none can, the first reason is
 * thrown.
 * @throws any CDEV_E_CACHE_ISSUE_*; CDEV_E_ISSUE_* for files
 */
export async function cacheLinearIssue(options: CacheOptions, context: Context): Promise<Outcome<CacheResult>> {
  assertPossible(options);
  const store = await openStore(context);
  const services = openServices(options, context);
  const named = await cacheNamed(options, { store, services, context });
  const grouped = await cacheGroup(options, { store, services, context });
  const issues = [...named.issues, ...grouped.issues];
  const failures = [...named.failures, ...grouped.failures];
  if (issues.length + grouped.unchanged === 0 && failures[0]) throw failures[0].error;
  return {
    result: { folder: store.folder, issues, unchanged: grouped.unchanged, failures: failures.map(failureDocument) },
    status: failures.length === 0 ? 'ok' : 'findings',
  };
}

function assertPossible({ references, group, source, offline, concurrency }: CacheOptions): void {
  const isGroup = groupText(group) !== '';
  if (references.length === 0 && !isGroup) throw errors.make('CDEV_E_CACHE_ISSUE_NOTHING_ASKED');
  const unsupported = (problem: string): never => {
    throw errors.make('CDEV_E_CACHE_ISSUE_GROUP_UNSUPPORTED', { problem });
  };
  if (isGroup && offline) unsupported('A group of issues cannot be looked up with --offline');
  if (isGroup && source !== 'auto' && source !== 'linear')
    unsupported(`Groups of issues are known of Linear only, not of ${source}`);
  if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 32)
    throw errors.make('CDEV_E_CACHE_ISSUE_NUMBER_INVALID', { option: '--concurrency', value: String(concurrency) });
}

interface Setting {
  readonly store: Store;
  readonly services: Services;
  readonly context: Context;
}

async function cacheNamed(options: CacheOptions, setting: Setting): Promise<Part> {
  const { store, services, context } = setting;
  const references = await parseReferences(options.references, { source: options.source, store, context });
  const cacheOne = async (reference: Reference): Promise<CachedIssue | Part['failures'][number]> => {
    try {
      return await cacheIssue(reference, options, { store, service: services.issues, context });
    } catch (error) {
      if (!isCdevError(error) || context.signal.aborted) throw error;
      return { reference: referenceText(reference), error };
    }
  };
  const outcomes = await pMap(references, cacheOne, { concurrency: options.concurrency });
  return {
    issues: outcomes.filter((outcome): outcome is CachedIssue => !('error' in outcome)),
    unchanged: 0,
    failures: outcomes.filter((outcome) => 'error' in outcome),
  };
}

async function cacheGroup({ group, ...policy }: CacheOptions, { store, services, context }: Setting): Promise<Part> {
  const reference = groupText(group);
  if (reference === '') return { issues: [], unchanged: 0, failures: [] };
  const { syncGroup } = await import('./group/sync-group.ts');
  const { endedBy, failures, ...done } = await syncGroup(group, policy, {
    store,
    ask: await services.linear(),
    context,
  });
  return { ...done, failures: endedBy ? [...failures, { reference, error: endedBy }] : failures };
}

function failureDocument({ reference, error }: Part['failures'][number]): CacheFailure {
  const { code, message, steps } = error;
  return { reference, code, message, steps };
}
