import { setImmediate as turn } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import { journalFiles, type JournalFile } from '../journal/journal-files.ts';
import { journalHead, readJournal } from '../journal/read-journal.ts';
import type { OpenRunHistoryOptions } from '../run-history.ts';
import { foldDays, type TouchedDays } from './fold-days.ts';
import { insertRecords } from './insert-records.ts';
import { inTransaction } from './in-transaction.ts';

interface JournalRow {
  readonly id: number;
  readonly head: string;
  readonly read: number;
}

/**
 * Brings what the journals have gained into the index. Each step is one transaction that starts from where the index stands, so several
 * processes may do this at once: one works while the others wait, and nobody counts a record twice.
 */
export async function foldJournals(
  database: DatabaseSync,
  { home, signal, onProgress }: OpenRunHistoryOptions,
): Promise<void> {
  const files = journalFiles(home);
  forgetMissing(database, files);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let before = 0;
  for (const file of files) {
    for (let isMore = true; isMore;) {
      signal?.throwIfAborted();
      const step = foldPart(database, file);
      isMore = step.isMore;
      if (isMore || step.read > 0) onProgress?.(before + step.read, total);
      if (isMore) await turn();
    }
    before += file.size;
  }
}

function foldPart(database: DatabaseSync, { path, size }: JournalFile): { isMore: boolean; read: number } {
  const known = journalRow(database, path);
  if (known !== undefined && known.read === size) return { isMore: false, read: size };
  return inTransaction(database, () => {
    const touched: TouchedDays = new Map();
    const row = currentRow(database, path, size, touched);
    const { records, unreadable, end } = readJournal(path, row.read);
    insertRecords(database, row.id, records, touched);
    database
      .prepare('UPDATE journal SET read = ?, unreadable = unreadable + ? WHERE id = ?')
      .run(end, unreadable, row.id);
    foldDays(database, touched);
    return { isMore: end > row.read && end < size, read: end };
  });
}

/** The journal's row; one whose file was replaced or cut begins again. */
function currentRow(database: DatabaseSync, path: string, size: number, touched: TouchedDays): JournalRow {
  const row = journalRow(database, path);
  const head = journalHead(path);
  if (row !== undefined && row.read <= size && head.startsWith(row.head)) return row;
  if (row !== undefined) forget(database, row.id, touched);
  const { lastInsertRowid } = database
    .prepare('INSERT INTO journal (path, head, read, unreadable) VALUES (?, ?, 0, 0)')
    .run(path, head);
  return { id: Number(lastInsertRowid), head, read: 0 };
}

function journalRow(database: DatabaseSync, path: string): JournalRow | undefined {
  return database.prepare('SELECT id, head, read FROM journal WHERE path = ?').get(path) as unknown as
    | JournalRow
    | undefined;
}

/** The journals are the truth: what somebody removed is gone from the index too. */
function forgetMissing(database: DatabaseSync, files: readonly JournalFile[]): void {
  const present = new Set(files.map(({ path }) => path));
  const missing = (database.prepare('SELECT id, path FROM journal').all() as { id: number; path: string }[]).filter(
    ({ path }) => !present.has(path),
  );
  if (missing.length === 0) return;
  inTransaction(database, () => {
    const touched: TouchedDays = new Map();
    for (const { id } of missing) forget(database, id, touched);
    foldDays(database, touched);
  });
}

function forget(database: DatabaseSync, journal: number, touched: TouchedDays): void {
  const days = database
    .prepare('SELECT DISTINCT series, start / 86400000 AS day FROM run WHERE journal = ?')
    .all(journal) as { series: number; day: number }[];
  for (const { series, day } of days) touched.set(`${series} ${day}`, { series, day });
  database.prepare('DELETE FROM run WHERE journal = ?').run(journal);
  database.prepare('DELETE FROM journal WHERE id = ?').run(journal);
}
