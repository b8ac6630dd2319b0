import { appendJournalLine, readJournalLines } from '@cdev/git';
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
      await appendJournalLine(file, { time: clock().toISOString(), ...event }, { mode: 0o600 });
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
  try {
    return await readJournalLines<JournalLine>(file);
  } catch (cause) {
    throw unusable(file, cause);
  }
}

export function unusable(file: string, cause: unknown): Error {
  const { code = 'unknown reason' } = cause as NodeJS.ErrnoException;
  return errors.make('CDEV_E_PIPELINE_JOURNAL_UNUSABLE', { file, reason: code }, { cause });
}
