import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { JournalPlaces } from '@cdev/run-history';
import { shownEndpoint, type Target } from '../endpoint/target.ts';
import { errors } from '../errors.ts';
import type { Signal } from '../otlp/otlp-data.ts';
import type { SeriesTotals } from '../otlp/metric-request.ts';

/** What one receiver has had of one signal. */
export interface Cursor {
  readonly schemaVersion: 1;
  readonly signal: Signal;
  /** As people may see it. */
  readonly endpoint: string;
  /** ISO 8601; undefined before anything was sent. */
  readonly updated?: string;
  /** Spans, log records, or runs that were counted. */
  readonly sent: number;
  readonly rejected: number;
  readonly places: JournalPlaces;
  readonly totals: SeriesTotals;
}

const folderOf = (home: string): string => join(home, 'telemetry');

/** No two exports to one receiver at once; the same lock for all, for there is seldom more than one. */
export function lockFile(home: string): string {
  return join(folderOf(home), 'export.lock');
}

function cursorFile(home: string, { signal, url }: Target): string {
  const digest = createHash('sha256').update(url.href).digest('hex').slice(0, 12);
  return join(folderOf(home), `${signal}-${digest}.json`);
}

export function newCursor(target: Target): Cursor {
  return {
    schemaVersion: 1,
    signal: target.signal,
    endpoint: shownEndpoint(target),
    sent: 0,
    rejected: 0,
    places: {},
    totals: {},
  };
}

/** @throws CDEV_E_TELEMETRY_CURSOR_UNREADABLE */
export function readCursor(home: string, target: Target): Cursor {
  const file = cursorFile(home, target);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return newCursor(target);
    throw errors.make('CDEV_E_TELEMETRY_CURSOR_UNREADABLE', { file }, { cause });
  }
  return parseCursor(text) ?? unreadable(file);
}

function unreadable(file: string): never {
  throw errors.make('CDEV_E_TELEMETRY_CURSOR_UNREADABLE', { file });
}

/** Every cursor of a home; files that are none are passed over. */
export function readCursors(home: string): readonly Cursor[] {
  let names: string[];
  try {
    names = readdirSync(folderOf(home)).filter((name) => /^(?:traces|metrics|logs)-[0-9a-f]+\.json$/.test(name));
  } catch {
    return [];
  }
  return names.toSorted().flatMap((name) => {
    try {
      return parseCursor(readFileSync(join(folderOf(home), name), 'utf8')) ?? [];
    } catch {
      return [];
    }
  });
}

function parseCursor(text: string): Cursor | undefined {
  try {
    const found = JSON.parse(text) as Partial<Cursor> | null;
    const isCursor = found?.schemaVersion === 1 && isObject(found.places) && isObject(found.totals);
    return isCursor ? (found as Cursor) : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** Where the cursors are, before anything is sent: who cannot remember must not begin. @throws CDEV_E_TELEMETRY_NOT_WRITTEN */
export async function makeCursorFolder(home: string): Promise<void> {
  const folder = folderOf(home);
  await orNotWritten(folder, () => mkdir(folder, { recursive: true, mode: 0o700 }));
}

/** Kept before the next request is sent, and flushed to the disk: what was taken is not sent again. @throws CDEV_E_TELEMETRY_NOT_WRITTEN */
export async function keepCursor(home: string, target: Target, cursor: Cursor): Promise<void> {
  const { writeFileAtomic } = await import('@cdev/git');
  const file = cursorFile(home, target);
  await orNotWritten(file, () => writeFileAtomic(file, `${JSON.stringify(cursor)}\n`, { mode: 0o600 }));
}

async function orNotWritten(file: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw errors.make('CDEV_E_TELEMETRY_NOT_WRITTEN', { file, reason }, { cause });
  }
}
