import { join, relative, sep } from 'node:path';
import type { RunRecord } from '@cdev/core/cli';
import { journalFiles } from './journal-files.ts';
import { journalHead, readJournal } from './read-journal.ts';

/** How far a reader is in one journal. */
export interface JournalPlace {
  /** How the journal begins: another beginning is another journal, which is read from its start. */
  readonly head: string;
  /** Bytes. */
  readonly read: number;
}

/** By the journal's path below `runs`, with slashes. */
export type JournalPlaces = Readonly<Record<string, JournalPlace>>;

export interface JournalRecord {
  readonly journal: string;
  readonly record: RunRecord;
  /** Where to go on behind it. */
  readonly after: JournalPlace;
}

/**
 * The records behind `places`, journal by journal in the order of their names, each in the order in which it was written. For readers that keep a place of
 * their own: what they have had is not read again, and a line that is not ended yet comes when it is.
 */
export function* recordsAfter(home: string, places: JournalPlaces): Generator<JournalRecord, void> {
  for (const { name, path, size } of namedJournals(home)) {
    const head = journalHead(path);
    let from = placeIn({ head, size }, places[name]);
    while (from < size) {
      const { records, end } = readJournal(path, from);
      for (const [index, { record }] of records.entries())
        yield { journal: name, record, after: { head, read: records[index + 1]?.position ?? end } };
      if (end === from) break;
      from = end;
    }
  }
}

/** How many bytes of each journal a reader has not had. */
export function bytesAfter(home: string, places: JournalPlaces): ReadonlyMap<string, number> {
  return new Map(
    namedJournals(home).map(({ name, path, size }) => [
      path,
      size - placeIn({ head: journalHead(path), size }, places[name]),
    ]),
  );
}

function placeIn({ head, size }: { head: string; size: number }, known: JournalPlace | undefined): number {
  return known !== undefined && known.read <= size && head.startsWith(known.head) ? known.read : 0;
}

function namedJournals(home: string): { name: string; path: string; size: number }[] {
  return journalFiles(home).map(({ path, size }) => ({
    name: relative(join(home, 'runs'), path).replaceAll(sep, '/'),
    path,
    size,
  }));
}
