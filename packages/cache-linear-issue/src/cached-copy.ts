import type { Issue } from '@cdev/issue';
import { findIssue } from '@cdev/issue';
import { isCdevError } from '@cdev/core/errors';
import { errors } from './errors.ts';
import type { Store } from './store.ts';

/** A copy that is in the cache. */
export interface CachedCopy {
  readonly issue: Issue;
  readonly file: string;
  /** Milliseconds since it was fetched; undefined when nobody wrote that down, as in the ancestors' cache. */
  readonly age: number | undefined;
}

/**
 * The cached copy of an issue, if there is one.
 * @throws CDEV_E_CACHE_ISSUE_COPY_UNREADABLE when there is one and it cannot be used
 */
export async function findCopy(store: Store, id: string, now: Date): Promise<CachedCopy | undefined> {
  try {
    const found = await findIssue({ ...store, id });
    if (!found) return undefined;
    const age = found.form === 'cache' ? ageOf(found.issue, now) : undefined;
    return { issue: found.issue, file: found.file, age };
  } catch (cause) {
    if (!isCdevError(cause) || cause.code === 'CDEV_E_ISSUE_ID_INVALID') throw cause;
    const { file = '' } = cause.details as { file?: string };
    throw errors.make('CDEV_E_CACHE_ISSUE_COPY_UNREADABLE', { file, problem: cause.message }, { cause });
  }
}

/** Milliseconds since the copy was fetched; a clock that was set back makes it no younger than new. */
export function ageOf(issue: Issue, now: Date): number | undefined {
  const age = now.getTime() - Date.parse(issue.fetchedAt);
  return Number.isNaN(age) ? undefined : Math.max(0, age);
}

export function isFresh(age: number | undefined, maxAge: number): boolean {
  return age !== undefined && age < maxAge;
}
