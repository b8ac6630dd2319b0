import type { OutputStream } from '@cdev/core/subprocess';
import type { AgentActivity, Driver } from '../drivers/index.ts';
import type { ProcessEnd } from './judge.ts';
import { createLastWord } from './last-word.ts';

/** What the verdict on an agent needs of all that it has told. */
export type Summary = Pick<ProcessEnd, 'lastMessage' | 'lastError' | 'saidFailed' | 'deniedPermissions'>;

export interface Told {
  /** @returns what the line tells */
  readonly read: (line: string, stream: OutputStream) => readonly AgentActivity[];
  readonly summary: () => Summary;
}

/** Keeps of all that an agent tells what its verdict needs. */
export function createTold({ readLine, readErrorLine }: Pick<Driver, 'readLine' | 'readErrorLine'>): Told {
  const denied = new Set<string>();
  let lastMessage: string | undefined;
  const stderr = createLastWord();
  let saidFailed: string | undefined;
  return {
    read: (line, stream) => {
      if (stream === 'stderr') {
        stderr.hear(line);
        return readErrorLine?.(line) ?? [];
      }
      const activities = readLine(line);
      for (const activity of activities) {
        if (activity.kind === 'message') lastMessage = activity.text;
        if (activity.kind === 'permission-denied') denied.add(activity.text);
        // A later word takes back an earlier one.
        if (activity.kind === 'result') saidFailed = activity.ok ? undefined : activity.text;
      }
      return activities;
    },
    summary: () => ({ lastMessage, lastError: stderr.word(), saidFailed, deniedPermissions: [...denied] }),
  };
}
