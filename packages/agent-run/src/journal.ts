import type { NewRunEvent, RunEvent } from './run-event.ts';

/** The journal of one run, opened by one writer. */
export interface Journal {
  readonly commonDir: string;
  readonly planId: string;
  /** Resolves when the event is on the disk (`agent-activity`: handed to the system). Appends keep their order. */
  readonly append: (event: NewRunEvent) => Promise<RunEvent>;
  readonly read: () => Promise<readonly RunEvent[]>;
}

export function openJournal(_commonDir: string, _planId: string, _writer: string): Journal {
  throw new Error('not written yet');
}
export function appendEvent(
  _commonDir: string,
  _planId: string,
  _entry: { readonly writer: string; readonly event: NewRunEvent },
): Promise<RunEvent> {
  throw new Error('not written yet');
}
export function readEvents(_commonDir: string, _planId: string): Promise<readonly RunEvent[]> {
  throw new Error('not written yet');
}
export interface RunSummary {
  readonly planId: string;
  readonly journal: string;
  readonly createdAt: string;
  readonly lastEventAt: string;
}
export interface RunList {
  /** Newest last event first. */
  readonly runs: readonly RunSummary[];
  readonly unreadable: readonly { readonly planId: string; readonly error: unknown }[];
}
export function listRuns(_commonDir: string): Promise<RunList> {
  throw new Error('not written yet');
}
