import { isCdevError, type CdevError } from '@cdev/core/errors';
import { cacheChanges, type CachedChanges, type SyncPolicy, type SyncSetting } from './cache-changes.ts';
import { changesPage, type Change, type ChangesPage } from './changes-page.ts';
import { groupText, type IssueGroup } from './issue-group.ts';
import { readSyncState, syncStateFile, writeSyncState, type SyncState } from './sync-state.ts';

/** What came of bringing a group up to date. */
export interface GroupSync extends CachedChanges {
  /** What ended the pass before its last page; the next run goes on there. */
  readonly endedBy?: CdevError;
}

/**
 * Brings the cached copies of a group up to date. Asks page by page what changed and fetches only that; after each page the place is
 * written down, so that a pass that was ended goes on from there.
 */
export async function syncGroup(group: IssueGroup, policy: SyncPolicy, setting: SyncSetting): Promise<GroupSync> {
  const { store, context } = setting;
  const file = syncStateFile(store.folder, group);
  const start = startState(group, context.env);
  let state = policy.refresh ? start : await readSyncState(file, start);
  let done: CachedChanges = { issues: [], unchanged: 0, failures: [] };
  const task = context.progress.begin(groupText(group));
  try {
    for (;;) {
      const { page, from } = await nextPage(group, state, setting);
      const cached = await cacheChanges(page.changes, policy, setting);
      done = sum(done, cached);
      state = advance(from, page, cached.failures.length === 0);
      await writeSyncState(file, state);
      const count = `${done.issues.length} fetched, ${done.unchanged} unchanged`;
      task.update(count);
      if (page.next !== undefined) continue;
      task.done(count);
      return done;
    }
  } catch (error) {
    task.failed();
    if (!isCdevError(error) || context.signal.aborted) throw error;
    return { ...done, endedBy: error };
  }
}

function startState(group: IssueGroup, env: Readonly<Record<string, string | undefined>>): SyncState {
  return { schemaVersion: 1, group: groupText(group), service: env['LINEAR_API_URL'] ?? 'https://api.linear.app' };
}

function sum(one: CachedChanges, other: CachedChanges): CachedChanges {
  return {
    issues: [...one.issues, ...other.issues],
    unchanged: one.unchanged + other.unchanged,
    failures: [...one.failures, ...other.failures],
  };
}

/** The next page and the state it goes on from. A place that Linear no longer knows is forgotten: the pass begins anew. */
async function nextPage(
  group: IssueGroup,
  state: SyncState,
  { ask }: SyncSetting,
): Promise<{ page: ChangesPage; from: SyncState }> {
  const { pass, ...rest } = state;
  const { since } = state;
  try {
    return { page: await changesPage(group, { since, after: pass?.after }, ask), from: state };
  } catch (error) {
    if (!pass || !isCdevError(error, 'CDEV_E_CACHE_ISSUE_QUERY_REFUSED')) throw error;
    return { page: await changesPage(group, { since, after: undefined }, ask), from: rest };
  }
}

/** The state after a page. A pass in which an issue could not be had does not count, so that the issue is looked at again. */
function advance({ pass, ...state }: SyncState, { changes, next }: ChangesPage, hasAll: boolean): SyncState {
  const newest = latest(changes, pass?.newest);
  const isWhole = (pass?.isWhole ?? true) && hasAll;
  if (newest === undefined) return state;
  if (next !== undefined) return { ...state, pass: { after: next, newest, isWhole } };
  return isWhole ? { ...state, since: newest } : state;
}

function latest(changes: readonly Change[], before: string | undefined): string | undefined {
  return [...changes.map(({ updatedAt }) => updatedAt), ...(before === undefined ? [] : [before])].toSorted().at(-1);
}
