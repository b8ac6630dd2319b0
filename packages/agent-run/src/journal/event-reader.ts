import { open, type FileHandle } from 'node:fs/promises';
import type { RunEvent } from '../run-event.ts';
import { parseEvent } from './parse-event.ts';
import { readRange } from './read-range.ts';

/** Gives all events each time, and reads only what came since the last time: what a monitor asks every second. */
export interface EventReader {
  readonly read: () => Promise<readonly RunEvent[]>;
}

const lineFeed = 0x0a;

/**
 * Reads whole lines only: a last line without its end is one that is being written, or that a killed writer tore. Whole lines never
 * change, so they need not be read twice.
 * @throws (from `read`) CDEV_E_RUN_JOURNAL_DAMAGED, CDEV_E_RUN_JOURNAL_NEWER
 */
export function createEventReader(file: string): EventReader {
  let events: RunEvent[] = [];
  let offset = 0;
  let inode: number | undefined;

  async function readOn(handle: FileHandle): Promise<readonly RunEvent[]> {
    const { ino, size } = await handle.stat();
    // Another file of that name (somebody mended it by hand), or a shorter one.
    if (ino !== inode || size < offset) [events, offset, inode] = [[], 0, ino];
    const bytes = await readRange(handle, offset, size);
    const end = bytes.lastIndexOf(lineFeed) + 1;
    const lines = bytes.toString('utf8', 0, end).split('\n').slice(0, -1);
    const added = lines.map((text, index) => parseEvent(text, { file, line: events.length + index + 1 }));
    if (added.length > 0) events = [...events, ...added];
    offset += end;
    return events;
  }

  let last: Promise<readonly RunEvent[]> = Promise.resolve([]);
  return {
    // One after the other: two that overlap would both add the same lines.
    read: () => (last = last.catch(() => []).then(() => withFile(file, readOn))),
  };
}

async function withFile(
  file: string,
  action: (handle: FileHandle) => Promise<readonly RunEvent[]>,
): Promise<readonly RunEvent[]> {
  let handle: FileHandle;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  try {
    return await action(handle);
  } finally {
    await handle.close();
  }
}
