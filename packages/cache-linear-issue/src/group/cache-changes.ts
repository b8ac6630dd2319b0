import type { Context } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { writeIssue, type Issue } from '@cdev/issue';
import pMap from 'p-map';
import { findCopy } from '../cached-copy.ts';
import { cachedIssue, isSame, type CachedIssue } from '../cached-issue.ts';
import { errors } from '../errors.ts';
import { connectionPage, mapping } from '../linear/connection.ts';
import type { LinearClient } from '../linear/linear-client.ts';
import { issuesAtOnce, issuesQuery } from '../linear/linear-queries.ts';
import { wholeIssue } from '../linear/whole-issue.ts';
import type { Store } from '../store.ts';
import type { Change } from './changes-page.ts';

export interface SyncPolicy {
  /** Fetch all issues of the group, not only those that changed since they were cached. */
  readonly refresh: boolean;
  /** Requests under way at a time. */
  readonly concurrency: number;
}

export interface SyncSetting {
  readonly store: Store;
  readonly ask: LinearClient;
  readonly context: Context;
}

/** What came of some changes. */
export interface CachedChanges {
  readonly issues: readonly CachedIssue[];
  /** How many issues had not changed. */
  readonly unchanged: number;
  readonly failures: readonly { readonly reference: string; readonly error: CdevError }[];
}

/** Fetches what differs from its cached copy, several issues with one request, and caches it. */
export async function cacheChanges(
  changes: readonly Change[],
  { refresh, concurrency }: SyncPolicy,
  setting: SyncSetting,
): Promise<CachedChanges> {
  const copies = await copiesOf(changes, setting);
  const changed = changes.filter(({ identifier, updatedAt }) => {
    const copy = copies.get(identifier);
    return refresh || copy?.source !== 'linear' || copy.updatedAt !== updatedAt;
  });
  const batches = Array.from({ length: Math.ceil(changed.length / issuesAtOnce) }, (_, index) =>
    changed.slice(index * issuesAtOnce, (index + 1) * issuesAtOnce),
  );
  const outcomes = await pMap(batches, (batch) => cacheBatch(batch, copies, setting), { concurrency });
  return {
    issues: outcomes.flatMap(({ issues }) => issues),
    failures: outcomes.flatMap(({ failures }) => failures),
    unchanged: changes.length - changed.length,
  };
}

/** The cached copies by identifier. One that cannot be read is as good as none: it is fetched again. */
async function copiesOf(
  changes: readonly Change[],
  { store, context }: SyncSetting,
): Promise<ReadonlyMap<string, Issue>> {
  const copies = new Map<string, Issue>();
  for (const { identifier } of changes) {
    const copy = await findCopy(store, identifier, context.clock()).catch(() => undefined);
    if (copy) copies.set(identifier, copy.issue);
  }
  return copies;
}

async function cacheBatch(
  batch: readonly Change[],
  copies: ReadonlyMap<string, Issue>,
  { ask, store, context }: SyncSetting,
): Promise<Pick<CachedChanges, 'issues' | 'failures'>> {
  const data = await ask(issuesQuery, { ids: batch.map(({ id }) => id) });
  const { nodes } = connectionPage(data?.['issues'], 'issues');
  const byId = new Map(nodes.map((node) => [mapping(node)?.['id'], node]));
  const issues: CachedIssue[] = [];
  const failures: CachedChanges['failures'][number][] = [];
  for (const { id, identifier } of batch) {
    try {
      const node = byId.get(id);
      if (node === undefined) throw errors.make('CDEV_E_CACHE_ISSUE_NOT_FOUND', { service: 'Linear', id: identifier });
      const issue = await wholeIssue(node, ask, context.clock().toISOString());
      const copy = copies.get(issue.id);
      const status = copy && isSame(copy, issue) ? 'unchanged' : 'fetched';
      issues.push(cachedIssue({ reference: identifier, status, file: await writeIssue(store.folder, issue), issue }));
    } catch (error) {
      if (!isCdevError(error) || !ofOneIssue.has(error.code)) throw error;
      failures.push({ reference: identifier, error });
    }
  }
  return { issues, failures };
}

/** What is wrong with one issue and says nothing about the next. */
const ofOneIssue = new Set(['CDEV_E_CACHE_ISSUE_NOT_FOUND', 'CDEV_E_CACHE_ISSUE_ANSWER_MALFORMED']);
