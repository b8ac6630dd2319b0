import { isDeepStrictEqual } from 'node:util';
import type { Issue } from '@cdev/issue';

/** Why an old copy was used. */
export interface Staleness {
  /** Milliseconds since the copy was fetched; absent when that is not known. */
  readonly age?: number;
  /** The error that kept it from being fetched; absent with `--offline`. */
  readonly code?: string;
  readonly message: string;
}

/** An issue that is in the cache now, and how it came there. The whole issue is in `file`. */
export interface CachedIssue extends Pick<
  Issue,
  'id' | 'source' | 'title' | 'state' | 'url' | 'updatedAt' | 'fetchedAt'
> {
  /** As it was asked for. */
  readonly reference: string;
  /** `fetched`: new or changed; `unchanged`: fetched and the same; `fresh`: not fetched, young enough; `stale`: old and not fetched. */
  readonly status: 'fetched' | 'unchanged' | 'fresh' | 'stale';
  readonly file: string;
  readonly stale?: Staleness;
}

export function cachedIssue({
  issue,
  ...how
}: Pick<CachedIssue, 'reference' | 'status' | 'file' | 'stale'> & { issue: Issue }): CachedIssue {
  const { id, source, title, state, url, updatedAt, fetchedAt } = issue;
  return {
    ...how,
    id,
    source,
    title,
    state,
    ...(url !== undefined && { url }),
    ...(updatedAt !== undefined && { updatedAt }),
    fetchedAt,
  };
}

/** Whether two copies say the same, whenever they were fetched. */
export function isSame(before: Issue, after: Issue): boolean {
  return isDeepStrictEqual({ ...before, fetchedAt: '' }, { ...after, fetchedAt: '' });
}
