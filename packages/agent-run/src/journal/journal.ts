import { redact, stripControl } from '@cdev/core/log';
import { withLock } from '@cdev/git';
import type { NewRunEvent, RunEvent } from '../run-event.ts';
import { runPaths } from '../run-paths.ts';
import { createEventReader } from './event-reader.ts';
import { writeEvents } from './event-writer.ts';

/** The journal of one run, opened by one writer. Nothing needs closing. */
export interface Journal {
  readonly commonDir: string;
  readonly planId: string;
  /**
   * Resolves when the event is on the disk (`agent-activity`: handed to the system). Appends keep their order; those that come while
   * others are written go together under one lock.
   * @throws CDEV_E_RUN_JOURNAL_UNWRITABLE, CDEV_E_RUN_JOURNAL_DAMAGED, CDEV_E_GIT_LOCK_HELD
   */
  readonly append: (event: NewRunEvent) => Promise<RunEvent>;
  /**
   * All events. Later calls read only what is new.
   * @throws CDEV_E_RUN_JOURNAL_DAMAGED naming the line, CDEV_E_RUN_JOURNAL_NEWER
   */
  readonly read: () => Promise<readonly RunEvent[]>;
}

interface Pending {
  readonly event: NewRunEvent;
  readonly resolve: (event: RunEvent) => void;
  readonly reject: (error: unknown) => void;
}

/** Opens a run's journal for a writer (`spawn-agents 0.1.0 4711`). The file comes into being with the first event. */
export function openJournal(commonDir: string, planId: string, writer: string): Journal {
  const { journal: file, lock } = runPaths(commonDir, planId);
  let pending: Pending[] = [];
  let isWriting = false;

  async function writePending(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (pending.length > 0) {
      let taken: Pending[] = [];
      try {
        const { written, failure } = await withLock(lock, { what: `the journal of ${planId}` }, () => {
          // Taken only now: what came while the lock was waited for goes along.
          [taken, pending] = [pending, []];
          return writeEvents({ file, writer, events: taken.map(({ event }) => event) });
        });
        for (const [index, { resolve, reject }] of taken.entries()) {
          const event = written[index];
          if (event) resolve(event);
          else reject(failure);
        }
      } catch (error) {
        if (taken.length === 0) [taken, pending] = [pending, []];
        for (const { reject } of taken) reject(error);
      }
    }
    isWriting = false;
  }

  return {
    commonDir,
    planId,
    append: (event) =>
      new Promise((resolve, reject) => {
        pending.push({ event: clean(event), resolve, reject });
        void writePending();
      }),
    read: createEventReader(file).read,
  };
}

/** One event by a writer that has no more to say. @throws as `Journal.append` */
export async function appendEvent(
  commonDir: string,
  planId: string,
  { writer, event }: { readonly writer: string; readonly event: NewRunEvent },
): Promise<RunEvent> {
  return openJournal(commonDir, planId, writer).append(event);
}

/** All events of a run; none when it has no journal. @throws as `Journal.read` */
export async function readEvents(commonDir: string, planId: string): Promise<readonly RunEvent[]> {
  return createEventReader(runPaths(commonDir, planId).journal).read();
}

/** What agents say comes from outside: it may hold secrets, terminal sequences, and whole files. */
function clean(event: NewRunEvent): NewRunEvent {
  if (event.type === 'reported' || event.type === 'message-sent')
    return { ...event, text: redact(stripControl(event.text)).slice(0, 4000) };
  if (event.type !== 'agent-activity') return event;
  const text = redact(stripControl(event.activity.text));
  return { ...event, activity: { ...event.activity, text: text.length > 2000 ? `${text.slice(0, 2000)}…` : text } };
}
