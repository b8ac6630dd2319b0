import { closeSync, openSync, readSync } from 'node:fs';
import type { RunRecord } from '@cdev/core/cli';

/** Bytes read at a time: some 20,000 records. */
const chunkSize = 8_000_000;
const recordStart = '{"schemaVersion":';

export interface PlacedRecord {
  /** The byte at which its line begins; with the journal it identifies the record. */
  readonly position: number;
  readonly record: RunRecord;
}

export interface JournalPart {
  readonly records: readonly PlacedRecord[];
  readonly unreadable: number;
  /** Where to go on reading; a line that is not yet ended is read next time. */
  readonly end: number;
}

/** The first bytes of a journal: what tells a file that was replaced from one that has grown. */
export function journalHead(path: string): string {
  return readBytes(path, 0, 256).toString('latin1').split('\n')[0] ?? '';
}

/** The records from byte `from` on, as many as one reading holds; `end` equals `from` when there is nothing more. */
export function readJournal(path: string, from: number): JournalPart {
  const bytes = readBytes(path, from, chunkSize);
  const last = bytes.lastIndexOf(0x0a);
  if (last === -1)
    // No record is as long as a chunk: it is damage, and what follows it is to be had.
    return {
      records: [],
      unreadable: bytes.length === chunkSize ? 1 : 0,
      end: from + (bytes.length === chunkSize ? chunkSize : 0),
    };
  const records: PlacedRecord[] = [];
  let unreadable = 0;
  let begin = 0;
  while (begin <= last) {
    const end = bytes.indexOf(0x0a, begin);
    const line = bytes.toString('utf8', begin, end);
    const record = parseRecord(line);
    if (record !== undefined) records.push({ position: from + begin, record });
    if (record === undefined ? line.trim() !== '' : !line.startsWith(recordStart) || line.lastIndexOf(recordStart) > 0)
      unreadable += 1;
    begin = end + 1;
  }
  return { records, unreadable, end: from + last + 1 };
}

/** A record behind the torn rest of another is found by how records begin: in their texts, quotes are escaped. */
function parseRecord(line: string): RunRecord | undefined {
  const whole = parseJson(line);
  if (isRecord(whole)) return whole;
  const at = line.lastIndexOf(recordStart);
  const rest = at > 0 ? parseJson(line.slice(at)) : undefined;
  return isRecord(rest) ? rest : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const texts = ['script', 'command', 'version', 'start', 'status', 'host', 'platform', 'node'] as const;
const numbers = ['duration', 'cpu', 'peakMemory', 'exitCode'] as const;

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Record<string, unknown>;
  return (
    fields['schemaVersion'] === 1 &&
    texts.every((name) => typeof fields[name] === 'string') &&
    numbers.every((name) => Number.isFinite(fields[name])) &&
    !Number.isNaN(Date.parse(fields['start'] as string))
  );
}

function readBytes(path: string, from: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  const descriptor = openSync(path, 'r');
  try {
    let read = 0;
    while (read < length) {
      const count = readSync(descriptor, bytes, read, length - read, from + read);
      if (count === 0) break;
      read += count;
    }
    return bytes.subarray(0, read);
  } finally {
    closeSync(descriptor);
  }
}
