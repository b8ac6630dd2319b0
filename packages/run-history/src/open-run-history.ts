import { foldJournals } from './database/fold-journals.ts';
import { openDatabase, openInMemory } from './database/open-database.ts';
import { selectDays, selectErrors, selectRuns, selectScripts } from './database/select.ts';
import type { OpenRunHistoryOptions, RunHistory } from './run-history.ts';

/**
 * Opens the history of a home and brings it up to date. The journals that the scripts append to are the truth; the index beside them is made from
 * them, and made again when it is lost or damaged. Waits at most half a minute for another process that is doing the same.
 */
export async function openRunHistory(options: OpenRunHistoryOptions): Promise<RunHistory> {
  const { database, notKept } = await openUpToDate(options);
  const sum = (sql: string): number => (database.prepare(sql).get() as { sum: number | null }).sum ?? 0;
  return {
    state: {
      records: sum('SELECT sum(runs) AS sum FROM day'),
      journals: sum('SELECT count(*) AS sum FROM journal'),
      unreadable: sum('SELECT sum(unreadable) AS sum FROM journal'),
      notKept,
    },
    scripts: (filter = {}) => selectScripts(database, filter),
    errors: (filter = {}) => selectErrors(database, filter),
    days: (filter = {}) => selectDays(database, filter),
    runs: (filter) => selectRuns(database, filter),
    [Symbol.dispose]: () => database.close(),
  };
}

async function openUpToDate(options: OpenRunHistoryOptions): ReturnType<typeof openDatabase> {
  const opened = await openDatabase(options.home);
  try {
    await foldJournals(opened.database, options);
    return opened;
  } catch (error) {
    opened.database.close();
    options.signal?.throwIfAborted();
    if (opened.notKept !== undefined) throw error;
    // An index that can be opened and not written: a folder of somebody else, a full disk.
    const inMemory = await openInMemory((error as Error).message);
    await foldJournals(inMemory.database, options);
    return inMemory;
  }
}
