import type { Context } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { writeIssue, type Issue } from '@cdev/issue';
import { ageText } from './age-text.ts';
import { findCopy, isFresh, type CachedCopy } from './cached-copy.ts';
import { errors } from './errors.ts';
import { referenceText, type Reference } from './reference/reference.ts';
import type { IssueService } from './source.ts';
import type { Store } from './store.ts';

export interface CachePolicy {
  /** Fetch even what is cached and fresh; never fall back to a cached copy. */
  readonly refresh: boolean;
  /** Never use the network. */
  readonly offline: boolean;
  /** Milliseconds until a copy is stale. */
  readonly maxAge: number;
}

/** Why an old copy was used. */
export interface Staleness {
  /** Milliseconds since the copy was fetched; absent when that is not known. */
  readonly age?: number;
  /** The error that kept it from being fetched; absent with `--offline`. */
  readonly code?: string;
  readonly message: string;
}

/** An issue that is in the cache now. */
export interface CachedIssue {
  readonly reference: string;
  /** `fetched`: new or changed; `unchanged`: fetched and the same; `fresh`: not fetched, young enough; `stale`: old and not fetched. */
  readonly status: 'fetched' | 'unchanged' | 'fresh' | 'stale';
  readonly file: string;
  readonly stale?: Staleness;
  readonly issue: Omit<Issue, 'raw'>;
}

interface Setting {
  readonly store: Store;
  readonly service: IssueService;
  readonly context: Context;
}

/** What passes by itself or is not of the issue's doing: an old copy is better than none then. */
const passing = new Set(
  ['KEY_MISSING', 'NO_NETWORK', 'RATE_LIMITED', 'SERVICE_FAILED', 'TIMED_OUT'].map(
    (name) => `CDEV_E_CACHE_ISSUE_${name}`,
  ),
);

/**
 * Sees to it that an issue is in the cache, from its service unless the copy is fresh. A fetch that fails changes nothing.
 * @throws what the service throws, when there is no copy that may be used instead
 */
export async function cacheIssue(reference: Reference, policy: CachePolicy, setting: Setting): Promise<CachedIssue> {
  const { context, store } = setting;
  const isLocal = reference.source === 'file' || reference.source === 'stdin';
  const copy = isLocal ? undefined : await copyOf(reference.id, policy, setting);
  if (copy && !policy.refresh && isFresh(copy.age, policy.maxAge)) return cached(reference, 'fresh', copy);
  if (policy.offline && !isLocal) {
    if (!copy) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_CACHED', { id: reference.id, folder: store.folder });
    return staleCopy(reference, copy, { setting, message: 'not fetched, because of --offline' });
  }
  const task = context.progress.begin(referenceText(reference));
  try {
    const issue = await setting.service.fetch(reference, copy?.issue);
    const file = await writeIssue(store.folder, issue);
    task.done();
    return cached(reference, copy && isSame(copy.issue, issue) ? 'unchanged' : 'fetched', { issue, file });
  } catch (error) {
    task.failed();
    if (!copy || policy.refresh || !isCdevError(error) || !passing.has(error.code)) throw error;
    return staleCopy(reference, copy, { setting, message: error.message, error });
  }
}

/** A copy that cannot be read is as good as none while it can be fetched again. */
async function copyOf(id: string, policy: CachePolicy, { store, context }: Setting): Promise<CachedCopy | undefined> {
  try {
    return await findCopy(store, id, context.clock());
  } catch (error) {
    if (policy.offline || !isCdevError(error)) throw error;
    context.log.warn('the cached copy cannot be used and is fetched again', { id, problem: error.message });
    return undefined;
  }
}

interface StaleReason {
  readonly setting: Setting;
  readonly message: string;
  readonly error?: CdevError;
}

function staleCopy(reference: Reference, copy: CachedCopy, { setting, message, error }: StaleReason): CachedIssue {
  const { progress, log } = setting.context;
  const warning = `${copy.issue.id} may be out of date: the copy is ${ageText(copy.age)} (${message})`;
  progress.note(`! ${warning}`);
  log.warn(warning, { id: copy.issue.id, code: error?.code });
  const stale = { ...(copy.age !== undefined && { age: copy.age }), ...(error && { code: error.code }), message };
  return { ...cached(reference, 'stale', copy), stale };
}

function cached(
  reference: Reference,
  status: CachedIssue['status'],
  { issue: { raw: _, ...issue }, file }: { issue: Issue; file: string },
): CachedIssue {
  return { reference: referenceText(reference), status, file, issue };
}

/** Whether two copies say the same, whenever they were fetched. */
function isSame(before: Issue, after: Issue): boolean {
  const said = ({ fetchedAt: _, ...issue }: Issue): string => JSON.stringify(issue);
  return said(before) === said(after);
}
