import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errors } from '../errors.ts';
import type { JournalEvent, JournalLine } from './journal-event.ts';

/** What one run did, as lines that are only ever added. */
export interface Journal {
  readonly file: string;
  /** Resolves when the event is on the disk; appends keep their order. @throws CDEV_E_PIPELINE_JOURNAL_UNUSABLE */
  readonly append: (event: JournalEvent) => Promise<void>;
}

export function openJournal(file: string, clock: () => Date): Journal {
  let last: Promise<void> = Promise.resolve();
  const write = async (event: JournalEvent): Promise<void> => {
    try {
      await appendLine(file, JSON.stringify({ time: clock().toISOString(), ...event }));
    } catch (cause) {
      throw unusable(file, cause);
    }
  };
  return {
    file,
    append: (event) => {
      const own = last.then(() => write(event));
      last = own.catch(() => {});
      return own;
    },
  };
}

/**
 * The events of a run; none when there is no file. A line that a killed run tore says nothing: its step is not finished.
 * @throws CDEV_E_PIPELINE_JOURNAL_UNUSABLE
 */
export async function readJournal(file: string): Promise<readonly JournalLine[]> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw unusable(file, cause);
  }
  return text.split('\n').flatMap((line) => {
    try {
      const value: unknown = JSON.parse(line);
      return typeof value === 'object' && value !== null && 'type' in value ? [value as JournalLine] : [];
    } catch {
      return [];
    }
  });
}

async function appendLine(file: string, line: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const handle = await open(file, 'a+', 0o600);
  try {
    const { size } = await handle.stat();
    const last = Buffer.alloc(1);
    if (size > 0) await handle.read(last, 0, 1, size - 1);
    // Behind a torn line a new one begins.
    await handle.appendFile(`${size > 0 && last[0] !== 0x0a ? '\n' : ''}${line}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

export function unusable(file: string, cause: unknown): Error {
  const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
  return errors.make('CDEV_E_PIPELINE_JOURNAL_UNUSABLE', { file, reason: code }, { cause });
}
