import type { RunRecord } from '@cdev/core/cli';
import type { DatabaseSync } from 'node:sqlite';
import type { PlacedRecord } from '../journal/read-journal.ts';
import { dayLength, type TouchedDays } from './fold-days.ts';

/** Puts the records of one journal into the index, and notes the days whose figures change. */
export function insertRecords(
  database: DatabaseSync,
  journal: number,
  records: readonly PlacedRecord[],
  touched: TouchedDays,
): void {
  const seriesOf = seriesFinder(database);
  const insert = database.prepare('INSERT OR REPLACE INTO run VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { position, record } of records) {
    const series = seriesOf(record);
    const start = Date.parse(record.start);
    insert.run(
      journal,
      position,
      series,
      start,
      record.duration,
      record.cpu,
      numberOrNull(record.childCpu),
      record.peakMemory,
      record.status,
      Math.trunc(record.exitCode),
      textOrNull(record.errorCode),
      textOrNull(record.repository),
      numberOrNull(record.pid),
    );
    const day = Math.floor(start / dayLength);
    touched.set(`${series} ${day}`, { series, day });
  }
}

function seriesFinder(database: DatabaseSync): (record: RunRecord) => number {
  const known = new Map<string, number>();
  const find = database.prepare(
    'SELECT id FROM series WHERE script = ? AND command = ? AND version = ? AND host = ? AND platform = ? AND node = ?',
  );
  const add = database.prepare(
    'INSERT INTO series (script, command, version, host, platform, node) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return ({ script, command, version, host, platform, node }) => {
    const key = [script, command, version, host, platform, node] as const;
    const word = key.join('\0');
    let id = known.get(word);
    if (id === undefined) {
      const row = find.get(...key) as { id: number } | undefined;
      id = row?.id ?? Number(add.run(...key).lastInsertRowid);
      known.set(word, id);
    }
    return id;
  };
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
