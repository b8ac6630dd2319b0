import { readdir } from 'node:fs/promises';
import { runPaths, runsFolder } from '../run-paths.ts';
import { readEvents } from './journal.ts';

/** A run in short; times are ISO 8601. */
export interface RunSummary {
  readonly planId: string;
  /** The journal's file. */
  readonly journal: string;
  readonly createdAt: string;
  readonly lastEventAt: string;
}

export interface UnreadableRun {
  readonly planId: string;
  /** The coded error that reading its journal gave. */
  readonly error: unknown;
}

export interface RunList {
  /** The one with the latest event first. */
  readonly runs: readonly RunSummary[];
  readonly unreadable: readonly UnreadableRun[];
}

/** The runs of a repository; one whose journal is damaged hides none of the others. */
export async function listRuns(commonDir: string): Promise<RunList> {
  const names = await readdir(runsFolder(commonDir)).catch((): string[] => []);
  const runs: RunSummary[] = [];
  const unreadable: UnreadableRun[] = [];
  for (const planId of names.toSorted()) {
    try {
      const events = await readEvents(commonDir, planId);
      const [first, last] = [events[0], events.at(-1)];
      if (!first || !last) continue;
      const { journal } = runPaths(commonDir, planId);
      runs.push({ planId, journal, createdAt: first.time, lastEventAt: last.time });
    } catch (error) {
      unreadable.push({ planId, error });
    }
  }
  return { runs: runs.toSorted((one, other) => other.lastEventAt.localeCompare(one.lastEventAt, 'en')), unreadable };
}
