import { stat } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { followFile } from '../detached/follow-file.ts';
import type { AgentActivity } from '../drivers/index.ts';
import { createHappeningReader, type Happening } from '../drivers/lifecycle.ts';

export interface HearHooksOptions {
  /** Takes a line for each thing that the assistant's hooks tell. */
  readonly file: string;
  readonly worktree: string;
  readonly onActivity: (activity: AgentActivity) => void;
}

/** Milliseconds between two looks. */
const interval = 500;
/** Milliseconds that what an assistant keeps of a conversation may be younger than the question which it asks at that moment. */
const leeway = 2000;

/**
 * Hears what an assistant's hooks tell while a conversation is open at the terminal. An interrupt tells nothing, nor does an answer to a question until
 * the tool has ended: when the assistant has written on in its own record of the conversation, the question is told as one of before.
 * @returns what ends it, when all is heard
 */
export function hearHooks({ file, worktree, onActivity }: HearHooksOptions): () => Promise<void> {
  const stop = new AbortController();
  const read = createHappeningReader(worktree);
  const follow = async (): Promise<void> => {
    await using lines = followFile(file, { onCut: () => {} });
    let open: Happening | undefined;
    for (;;) {
      const isLast = stop.signal.aborted;
      for await (const { text } of lines.read(isLast)) {
        const happening = read(text);
        if (happening === undefined) continue;
        open = happening.activity.kind === 'asks' ? happening : undefined;
        onActivity(happening.activity);
      }
      if (isLast) return;
      if (open && (await hasGoneOn(open))) {
        onActivity({ kind: 'message', text: `has gone on since it ${asked(open)}` });
        open = undefined;
      }
      await pause(interval, undefined, { signal: stop.signal }).catch(() => {});
    }
  };
  // What cannot be heard must not end a conversation.
  const heard = follow().catch(() => {});
  return async () => {
    stop.abort();
    await heard;
  };
}

function asked({ activity }: Happening): string {
  return 'text' in activity ? activity.text.replace(/^asks/, 'asked') : 'asked';
}

async function hasGoneOn({ session, time }: Happening): Promise<boolean> {
  if (session === undefined) return false;
  const changed = await stat(session).catch(() => undefined);
  return changed !== undefined && changed.mtimeMs > time + leeway;
}
