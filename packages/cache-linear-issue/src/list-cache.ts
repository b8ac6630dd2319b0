import type { Context, Outcome } from '@cdev/core/cli';
import { listIssues, type Issue } from '@cdev/issue';
import { ageOf, isFresh } from './cached-copy.ts';
import { openStore } from './store.ts';

export interface ListOptions {
  /** Milliseconds until a copy is stale. */
  readonly maxAge: number;
}

export interface ListedIssue extends Pick<Issue, 'id' | 'source' | 'title' | 'state' | 'labels' | 'fetchedAt'> {
  readonly file: string;
  /** Milliseconds since it was fetched. */
  readonly age?: number;
  readonly isFresh: boolean;
}

export interface CacheList {
  readonly folder: string;
  readonly issues: readonly ListedIssue[];
  readonly unreadable: readonly { readonly file: string; readonly message: string }[];
}

/** What is cached; `findings` when a file in the cache cannot be used. */
export async function listCache({ maxAge }: ListOptions, context: Context): Promise<Outcome<CacheList>> {
  const { folder } = await openStore(context);
  const { issues, unreadable } = await listIssues(folder);
  const now = context.clock();
  const listed = issues.map(({ issue, file }): ListedIssue => {
    const { id, source, title, state, labels, fetchedAt } = issue;
    const age = ageOf(issue, now);
    return {
      id,
      source,
      title,
      state,
      labels,
      fetchedAt,
      file,
      ...(age !== undefined && { age }),
      isFresh: isFresh(age, maxAge),
    };
  });
  return {
    result: {
      folder,
      issues: listed,
      unreadable: unreadable.map(({ file, error }) => ({ file, message: error.message })),
    },
    status: unreadable.length === 0 ? 'ok' : 'findings',
  };
}
