import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { bytesAfter, openRunHistory, pruneJournals } from '@cdev/run-history';
import { errors } from '../errors.ts';
import { readCursors } from '../export/cursor.ts';

export interface PruneRunsOptions {
  /** Milliseconds. */
  readonly olderThan: number;
  /** Also what a receiver that was sent to before has not had. */
  readonly evenUnsent: boolean;
  readonly isDryRun: boolean;
}

export interface PrunedRuns {
  /** ISO 8601: what is removed is older. */
  readonly before: string;
  /** Paths below the home. */
  readonly journals: readonly string[];
  readonly records: number;
  readonly bytes: number;
  /** Old journals that stay, because these receivers have not had all of them. */
  readonly unsent: readonly { readonly journal: string; readonly endpoints: readonly string[] }[];
  readonly isDryRun: boolean;
}

/** A run that began in a month that is over may go on for days, and writes its record at its end. */
const least = 7 * 86_400_000;

/**
 * Removes the journals of months all of whose records are older, after a yes, and brings the index after them. A journal goes whole or stays.
 * @throws CDEV_E_TELEMETRY_TOO_YOUNG, CDEV_E_CLI_CONFIRMATION_NEEDED, CDEV_E_CLI_DECLINED
 */
export async function pruneRuns(
  { olderThan, evenUnsent, isDryRun }: PruneRunsOptions,
  { home, clock, signal, prompt }: Context,
): Promise<Outcome<PrunedRuns>> {
  if (olderThan < least) throw errors.make('CDEV_E_TELEMETRY_TOO_YOUNG', { least: '7d' });
  const before = new Date(clock().getTime() - olderThan);
  const waiting = evenUnsent ? new Map<string, string[]>() : unsentJournals(home);
  const old = pruneJournals({ home, before, isDryRun: true });
  const [kept, leaving] = [old.filter((path) => waiting.has(path)), old.filter((path) => !waiting.has(path))];
  const sizes = leaving.map(sizeOf);
  const result: PrunedRuns = {
    before: before.toISOString(),
    journals: leaving.map((path) => relative(home, path)),
    records: sizes.reduce((sum, { lines }) => sum + lines, 0),
    bytes: sizes.reduce((sum, { bytes }) => sum + bytes, 0),
    unsent: kept.map((path) => ({ journal: relative(home, path), endpoints: waiting.get(path) ?? [] })),
    isDryRun,
  };
  if (isDryRun || leaving.length === 0) return { result, status: 'ok' };
  await prompt.confirm(`Remove ${result.records} records of runs before ${result.before.slice(0, 10)}?`);
  // Looked at again: what was written to while the question was asked is not old any more.
  const gone = new Set(pruneJournals({ home, before, isKept: (path) => waiting.has(path) }));
  using history = await openRunHistory({ home, signal });
  void history.state;
  return {
    result: { ...result, journals: leaving.filter((path) => gone.has(path)).map((path) => relative(home, path)) },
    status: 'ok',
  };
}

/** Journals of which a receiver has not had all, with its name. */
function unsentJournals(home: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { endpoint, places } of readCursors(home))
    for (const [path, bytes] of bytesAfter(home, places))
      if (bytes > 0) found.set(path, [...(found.get(path) ?? []), endpoint]);
  return found;
}

function sizeOf(path: string): { lines: number; bytes: number } {
  const content = readFileSync(path);
  let lines = 0;
  for (let at = content.indexOf(0x0a); at !== -1; at = content.indexOf(0x0a, at + 1)) lines += 1;
  return { lines, bytes: content.length };
}
