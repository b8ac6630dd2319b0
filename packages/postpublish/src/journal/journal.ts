import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { appendJournalLine, readJournalLines, withLock } from '@cdev/git';
import { errors } from '../errors.ts';
import type { JournalEvent, JournalLine } from './journal-event.ts';

/** What runs of one release did, as lines that are only ever added. */
export interface Journal {
  /** Undefined when nothing outlives the run. */
  readonly file: string | undefined;
  /** All events of this release, the earliest first; those that this run added too. */
  readonly events: readonly JournalLine[];
  /**
   * Resolves when the event is on the disk.
   * @throws CDEV_E_POSTPUBLISH_JOURNAL_UNWRITABLE
   */
  readonly append: (event: JournalEvent) => Promise<void>;
  /** Runs the action while no other run works on this release. @throws CDEV_E_GIT_LOCK_HELD */
  readonly alone: <Result>(action: () => Promise<Result>) => Promise<Result>;
}

export interface OpenJournalOptions {
  readonly folder: string;
  /** The digest of the manifest. */
  readonly release: string;
  readonly clock: () => Date;
}

/** Opens the journal in a folder; the file comes into being with the first event. @throws CDEV_E_POSTPUBLISH_JOURNAL_UNREADABLE */
export async function openJournal({ folder, release, clock }: OpenJournalOptions): Promise<Journal> {
  const file = join(folder, 'postpublish-journal.ndjson');
  const events = (await readLines(file)).filter((line) => line.release === release);
  const append = async (event: JournalEvent): Promise<void> => {
    const line: JournalLine = { time: clock().toISOString(), release, ...event };
    try {
      await appendJournalLine(file, line);
    } catch (error) {
      throw unwritable(file, error);
    }
    events.push(line);
  };
  return {
    file,
    events,
    append,
    alone: async (action) => {
      let isHeld = false;
      try {
        return await withLock(join(folder, 'postpublish.lock'), { what: 'this release', waitLimit: 2000 }, () => {
          isHeld = true;
          return action();
        });
      } catch (error) {
        throw isHeld || isCdevError(error) ? error : unwritable(file, error);
      }
    },
  };
}

function unwritable(file: string, error: unknown): Error {
  const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
  return errors.make('CDEV_E_POSTPUBLISH_JOURNAL_UNWRITABLE', { file, reason: code }, { cause: error });
}

/** A journal of one run that is forgotten with it. */
export function passingJournal(release: string, clock: () => Date): Journal {
  const events: JournalLine[] = [];
  return {
    file: undefined,
    events,
    append: async (event) => void events.push({ time: clock().toISOString(), release, ...event }),
    alone: (action) => action(),
  };
}

/** A line that a killed run tore says nothing: its step is asked for, or done, again. */
async function readLines(file: string): Promise<JournalLine[]> {
  try {
    return await readJournalLines<JournalLine>(file);
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_POSTPUBLISH_JOURNAL_UNREADABLE', { file, reason: code }, { cause: error });
  }
}
