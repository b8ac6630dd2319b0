import type { Context, Outcome } from '@cdev/core/cli';
import { openRunHistory } from '@cdev/run-history';
import type { ErrorGroup } from './group/error-group.ts';
import { findOccurrences, type Occurrence } from './group/find-occurrences.ts';
import { codesIn, groupErrors } from './group/group-errors.ts';
import { readLogEvents } from './log/read-log-events.ts';
import { parseDate } from './parse-date.ts';
import { readTables } from './read-tables.ts';

export interface ReviewErrorsOptions {
  /** Milliseconds: errors last met longer ago are left out. */
  readonly last: number;
  /** A day or a time. */
  readonly newSince: string | undefined;
  readonly script: string | undefined;
  readonly warnings: boolean;
  readonly failOn: 'unknown' | 'new' | 'any' | 'never';
}

export interface ErrorReview {
  /** ISO 8601. */
  readonly since: string;
  readonly runs: number;
  readonly groups: readonly ErrorGroup[];
}

/** As many failed runs as are looked at; the newest count. */
const most = 200_000;

/**
 * Groups the errors of all runs by code and cause.
 * @throws CDEV_E_REVIEW_ERRORS_DATE_INVALID
 */
export async function reviewErrors(options: ReviewErrorsOptions, context: Context): Promise<Outcome<ErrorReview>> {
  const newSince = parseDate('--new-since', options.newSince);
  const since = new Date(context.clock().getTime() - options.last);
  const { occurrences, runs } = await readOccurrences(context, since);
  const chosen = occurrences.filter(
    ({ event, record }) =>
      (options.warnings || event?.level !== 'warning') &&
      (options.script === undefined ||
        [options.script, `cdev-${options.script}`].includes((record ?? event)?.script ?? '')),
  );
  const all = groupErrors(chosen, { tables: await readTables(context, codesIn(chosen)), newSince });
  const groups = all.filter(({ last }) => last >= since.toISOString());
  const isBad = {
    never: false,
    any: groups.some(({ level }) => level === 'error'),
    new: groups.some(({ isUnknown, isNew, level }) => level === 'error' && (isUnknown || isNew)),
    unknown: groups.some(({ isUnknown }) => isUnknown),
  }[options.failOn];
  return { result: { since: since.toISOString(), runs, groups }, status: isBad ? 'findings' : 'ok' };
}

/** Everything there ever was, for "first met" looks at all; and how many runs there were since. */
export async function readOccurrences(
  { home, signal, progress }: Context,
  since: Date,
): Promise<{ occurrences: readonly Occurrence[]; runs: number }> {
  const task = progress.begin('reading run records');
  using history = await openRunHistory({
    home,
    signal,
    onProgress: (read, total) => task.update(`${Math.round((100 * read) / Math.max(1, total))} %`),
  });
  const failed = history.runs({ limit: most, failed: true });
  const runs = history.scripts({ since }).reduce((sum, script) => sum + script.runs, 0);
  const events = await readLogEvents(home);
  task.done(`records: ${history.state.records}, lines of logs: ${events.length}`);
  return { occurrences: findOccurrences(failed, events), runs };
}
