import type { Context } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { writeIssue, type Issue } from '@cdev/issue';
import { ageText } from './age-text.ts';
import { findCopy, isFresh, type CachedCopy } from './cached-copy.ts';
import { cachedIssue, isSame, type CachedIssue, type Staleness } from './cached-issue.ts';
import { errors } from './errors.ts';
import type { IssueService } from './issue-service.ts';
import { referenceText, type Reference } from './reference/reference.ts';
import type { Store } from './store.ts';

export interface CachePolicy {
  /** Fetch even what is cached and fresh; never fall back to a cached copy. */
  readonly refresh: boolean;
  /** Never use the network. */
  readonly offline: boolean;
  /** Milliseconds until a copy is stale. */
  readonly maxAge: number;
}

interface Setting {
  readonly store: Store;
  readonly service: IssueService;
  readonly context: Context;
}

/**
 * Sees to it that an issue is in the cache, from its service unless the copy is fresh. A fetch that fails changes nothing.
 * @throws what the service throws, when there is no copy that may be used instead
 */
export async function cacheIssue(reference: Reference, policy: CachePolicy, setting: Setting): Promise<CachedIssue> {
  if (reference.source === 'file' || reference.source === 'stdin') return fetchIssue(reference, undefined, setting);
  const copy = await copyOf(reference.id, policy, setting);
  if (copy && !policy.refresh && isFresh(copy.age, policy.maxAge) && copy.issue.source === reference.source)
    return cachedIssue({ reference: reference.id, status: 'fresh', ...copy });
  if (policy.offline) return offlineCopy(reference.id, copy, { policy, setting });
  const task = setting.context.progress.begin(reference.id);
  try {
    const cached = await fetchIssue(reference, copy?.issue, setting);
    task.done();
    return cached;
  } catch (error) {
    task.failed();
    if (!copy || policy.refresh || !isCdevError(error) || !passing.has(error.code)) throw error;
    return staleCopy(reference.id, copy, { setting, error });
  }
}

/** What passes by itself or is not the issue's doing: an old copy is better than none then. */
const passing = new Set([
  'CDEV_E_CACHE_ISSUE_KEY_MISSING',
  'CDEV_E_CACHE_ISSUE_NO_NETWORK',
  'CDEV_E_CACHE_ISSUE_RATE_LIMITED',
  'CDEV_E_CACHE_ISSUE_SERVICE_FAILED',
  'CDEV_E_CACHE_ISSUE_TIMED_OUT',
]);

async function fetchIssue(
  reference: Reference,
  known: Issue | undefined,
  { store, service }: Setting,
): Promise<CachedIssue> {
  const issue = await service.fetch(reference, known);
  const file = await writeIssue(store.folder, issue);
  const status = known && isSame(known, issue) ? 'unchanged' : 'fetched';
  return cachedIssue({ reference: referenceText(reference), status, file, issue });
}

/** A copy that cannot be read is as good as none while it can be fetched again. */
async function copyOf(id: string, policy: CachePolicy, { store, context }: Setting): Promise<CachedCopy | undefined> {
  try {
    return await findCopy(store, id, context.clock());
  } catch (error) {
    if (policy.offline || !isCdevError(error, 'CDEV_E_CACHE_ISSUE_COPY_UNREADABLE')) throw error;
    context.log.warn('the cached copy cannot be used and is fetched again', { id, problem: error.message });
    return undefined;
  }
}

/** @throws CDEV_E_CACHE_ISSUE_NOT_CACHED */
function offlineCopy(
  id: string,
  copy: CachedCopy | undefined,
  { policy, setting }: { readonly policy: CachePolicy; readonly setting: Setting },
): CachedIssue {
  if (!copy) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_CACHED', { id, folder: setting.store.folder });
  if (isFresh(copy.age, policy.maxAge)) return cachedIssue({ reference: id, status: 'fresh', ...copy });
  return staleCopy(id, copy, { setting });
}

/** Uses an old copy, and says so: on stderr, in the log and in the result. */
function staleCopy(
  id: string,
  { age, ...copy }: CachedCopy,
  { setting, error }: { readonly setting: Setting; readonly error?: CdevError },
): CachedIssue {
  const { progress, log } = setting.context;
  const message = error?.message ?? 'it was not fetched, because of --offline';
  const warning = `${id} may be out of date: the copy is ${ageText(age)} (${message})`;
  progress.note(`! ${warning}`);
  log.warn(warning, { id, code: error?.code });
  const stale: Staleness = { ...(age !== undefined && { age }), ...(error && { code: error.code }), message };
  return cachedIssue({ reference: id, status: 'stale', ...copy, stale });
}
