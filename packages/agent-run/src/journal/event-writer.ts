import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { errors } from '../errors.ts';
import type { NewRunEvent, RunEvent } from '../run-event.ts';
import { parseEvent, serialiseEvent } from './parse-event.ts';
import { readRange } from './read-range.ts';

const lineFeed = 0x0a;

export interface WriteEventsOptions {
  readonly file: string;
  readonly writer: string;
  readonly events: readonly NewRunEvent[];
}

export interface WrittenEvents {
  /** From the first on; all of them unless there is a failure. */
  readonly written: readonly RunEvent[];
  /** CDEV_E_RUN_JOURNAL_UNWRITABLE: why the others are not. */
  readonly failure?: unknown;
}

/**
 * Appends events, numbered on from the last. The caller holds the journal's lock. A torn end is cut off first, and a note tells what
 * it was: the writer that was killed in it was never told that the event was written. Events are flushed to the disk, unless all of them
 * are activities, which come by the hundred and tell nothing to go on from.
 * @throws CDEV_E_RUN_JOURNAL_UNWRITABLE, CDEV_E_RUN_JOURNAL_DAMAGED
 */
export async function writeEvents({ file, writer, events }: WriteEventsOptions): Promise<WrittenEvents> {
  try {
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(file, 'a+');
    try {
      return await append(handle, { file, writer, events });
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw isCdevError(error) ? error : unwritable(file, error);
  }
}

async function append(handle: FileHandle, { file, writer, events }: WriteEventsOptions): Promise<WrittenEvents> {
  const { size, seq, torn } = await readEnd(handle, file);
  const notes: readonly NewRunEvent[] = torn === undefined ? [] : [{ type: 'note', text: describeTear(torn) }];
  if (torn !== undefined) await handle.truncate(size);
  const time = new Date().toISOString();
  const stamped = [...notes, ...events].map((event, index) => ({ ...event, seq: seq + index + 1, time, writer }));
  const { count, failure } = await writeLines(handle, size, stamped.map(serialiseEvent));
  if (stamped.some(({ type }) => type !== 'agent-activity')) await handle.datasync();
  const written = stamped.slice(notes.length, count);
  return failure === undefined ? { written } : { written, failure: unwritable(file, failure) };
}

/** One write per line, so that a kill tears at most one. What the disk refuses is cut off; whole lines stay, for they may be read already. */
async function writeLines(
  handle: FileHandle,
  size: number,
  lines: readonly string[],
): Promise<{ count: number; failure?: unknown }> {
  let end = size;
  for (const [count, line] of lines.entries()) {
    try {
      await handle.appendFile(line);
      end += Buffer.byteLength(line);
    } catch (failure) {
      await handle.truncate(end).catch(() => {});
      return { count, failure };
    }
  }
  return { count: lines.length };
}

function unwritable(file: string, cause: unknown): Error {
  return errors.make('CDEV_E_RUN_JOURNAL_UNWRITABLE', { file, reason: (cause as Error).message }, { cause });
}

interface JournalEnd {
  /** Up to the end of the last whole line. */
  readonly size: number;
  /** Of the last event; 0 when there is none. */
  readonly seq: number;
  /** What stands behind the last whole line. */
  readonly torn: Buffer | undefined;
}

async function readEnd(handle: FileHandle, file: string): Promise<JournalEnd> {
  const { size: total } = await handle.stat();
  // Lines are short; only the rare long one needs a second look further back.
  for (let length = Math.min(total, 8192); ; length = Math.min(total, length * 8)) {
    const bytes = await readRange(handle, total - length, total);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const start = end === 0 ? -1 : bytes.lastIndexOf(lineFeed, end - 2) + 1;
    const isWhole = length === total || start > 0;
    if (!isWhole) continue;
    const torn = end < length ? bytes.subarray(end) : undefined;
    const size = total - length + end;
    return {
      size,
      torn,
      seq: end === 0 ? 0 : parseEvent(bytes.toString('utf8', start, end - 1), { file, line: 'last' }).seq,
    };
  }
}

function describeTear(torn: Buffer): string {
  const text = torn.toString('utf8').replaceAll('\u0000', '').slice(0, 200);
  return `The last line was torn when its writer was interrupted; ${torn.length} bytes were cut off: ${text}`;
}
