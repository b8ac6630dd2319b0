import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { cacheIssue, type CachedIssue, type CachePolicy } from './cache-issue.ts';
import { errors } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { parseReferences } from './reference/parse-references.ts';
import { referenceText } from './reference/reference.ts';
import { createService } from './service.ts';
import { openStore } from './store.ts';

export interface CacheOptions extends CachePolicy {
  /** Ids, addresses, files, or `-`. */
  readonly references: readonly string[];
  readonly source: 'auto' | 'linear' | 'github' | 'file';
  /** Milliseconds that one answer may take. */
  readonly timeLimit: number;
  /** Milliseconds to wait in all for a service that is busy. */
  readonly maxWait: number;
  /** Issues that are fetched at a time. */
  readonly concurrency: number;
}

/** An issue that was asked for and cannot be had. */
export interface CacheFailure {
  readonly reference: string;
  readonly code: string;
  readonly message: string;
  readonly steps: readonly string[];
}

export interface CacheResult {
  /** The folder of the cache. */
  readonly folder: string;
  /** In the order they were asked for. */
  readonly issues: readonly CachedIssue[];
  readonly failures: readonly CacheFailure[];
}

/**
 * Fetches issues and caches them. When some can be had and some cannot the outcome is `findings`; when none can, the first reason is
 * thrown.
 * @throws CDEV_E_CACHE_ISSUE_*; see the table of errors
 */
export async function cacheLinearIssue(options: CacheOptions, context: Context): Promise<Outcome<CacheResult>> {
  if (options.references.length === 0) throw errors.make('CDEV_E_CACHE_ISSUE_NOTHING_ASKED');
  const store = await openStore(context);
  const references = await parseReferences(options.references, { source: options.source, store, context });
  const service = createService(options, context);
  const outcomes = await inParallel(references, options.concurrency, async (reference) => {
    try {
      return await cacheIssue(reference, options, { store, service, context });
    } catch (error) {
      if (!isCdevError(error) || context.signal.aborted) throw error;
      return { reference: referenceText(reference), error };
    }
  });
  const issues = outcomes.filter((outcome) => 'issue' in outcome);
  const failed = outcomes.filter((outcome) => 'error' in outcome);
  if (issues.length === 0 && failed[0]) throw failed[0].error;
  const failures = failed.map(({ reference, error }) => failure(reference, error));
  return { result: { folder: store.folder, issues, failures }, status: failures.length === 0 ? 'ok' : 'findings' };
}

function failure(reference: string, { code, message, steps }: CdevError): CacheFailure {
  return { reference, code, message, steps };
}
