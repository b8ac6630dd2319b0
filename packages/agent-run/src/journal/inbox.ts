import type { RunEvent } from '../run-event.ts';
import type { Journal } from './journal.ts';

/** What somebody has to say to an agent. */
export interface Inbox {
  /** The texts that came since the last call; at the first, those since the attempt before the one at work had ended. */
  readonly read: () => Promise<readonly string[]>;
}

/** Opens what is said to one agent; it holds its own place, so each text is handed over once. */
export function createInbox(journal: Pick<Journal, 'read'>, agent: string): Inbox {
  let seen: number | undefined;
  return {
    read: async () => {
      const events = await journal.read();
      seen ??= beginning(events, agent);
      const after = seen;
      seen = events.at(-1)?.seq ?? seen;
      return events.flatMap((event) =>
        event.type === 'message-sent' && event.agent === agent && event.seq > after ? [event.text] : [],
      );
    },
  };
}

/** What is said while nobody is at work waits for who is started next. */
function beginning(events: readonly RunEvent[], agent: string): number {
  const started = events.findLastIndex((event) => event.type === 'agent-started' && event.agent === agent);
  const before = started === -1 ? events : events.slice(0, started);
  return before.findLast((event) => event.type === 'agent-finished' && event.agent === agent)?.seq ?? 0;
}
