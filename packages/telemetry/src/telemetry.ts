import type { Context, Outcome } from '@cdev/core/cli';
import { bytesAfter, journalFiles, openRunHistory } from '@cdev/run-history';
import { readCursors, type Cursor } from './export/cursor.ts';

export interface TelemetryStatus {
  /** Where all of it is. */
  readonly home: string;
  readonly records: number;
  readonly unreadable: number;
  /** Newest first; `month` is undefined for journals of the form before. */
  readonly months: readonly { readonly month: string | undefined; readonly journals: number; readonly bytes: number }[];
  /** Whoever was sent something, with what they have not had yet. */
  readonly receivers: readonly (Pick<Cursor, 'signal' | 'endpoint' | 'updated' | 'sent' | 'rejected'> & {
    readonly unsentBytes: number;
  })[];
}

/** What is recorded on this machine, and what has left it. */
export async function telemetry({ home, signal }: Context): Promise<Outcome<TelemetryStatus>> {
  using history = await openRunHistory({ home, signal });
  const { records, unreadable } = history.state;
  const months = [...Map.groupBy(journalFiles(home), ({ path }) => /-(\d{4}-\d{2})\.ndjson$/.exec(path)?.[1])].map(
    ([month, files]) => ({ month, journals: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) }),
  );
  const receivers = readCursors(home).map(({ signal: which, endpoint, updated, sent, rejected, places }) => ({
    signal: which,
    endpoint,
    ...(updated !== undefined && { updated }),
    sent,
    rejected,
    unsentBytes: [...bytesAfter(home, places).values()].reduce((sum, bytes) => sum + bytes, 0),
  }));
  return {
    result: {
      home,
      records,
      unreadable,
      months: months.toSorted((a, b) => (b.month ?? '').localeCompare(a.month ?? '')),
      receivers: receivers.toSorted((a, b) => a.endpoint.localeCompare(b.endpoint)),
    },
    status: 'ok',
  };
}
