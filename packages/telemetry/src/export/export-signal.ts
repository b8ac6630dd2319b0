import { recordsAfter, type JournalRecord } from '@cdev/run-history';
import type { Sent } from '../endpoint/send-request.ts';
import { shownEndpoint, type Target } from '../endpoint/target.ts';
import { errors } from '../errors.ts';
import { isLogged } from '../otlp/log-request.ts';
import type { Request, Signal } from '../otlp/otlp-data.ts';
import { endOf, type Attributes } from '../otlp/run-facts.ts';
import type { Cursor } from './cursor.ts';
import { requestOf } from './request-of.ts';

/** Some 500 kB; receivers take at least four million bytes. */
const batchSize = 500;

export interface SignalExport {
  readonly signal: Signal;
  readonly endpoint: string;
  /** Spans, log records, or runs that were counted. */
  readonly records: number;
  readonly requests: number;
  /** What the receiver refused of requests that it took, and why. */
  readonly rejected: number;
  readonly message: string | undefined;
  /** It takes nothing now; the rest goes the next time. */
  readonly isBusy: boolean;
}

export interface ExportJob {
  readonly home: string;
  readonly script: { readonly name: string; readonly version: string };
  readonly more: Attributes;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970: runs that ended before are passed over. */
  readonly since: number;
  readonly send: (target: Target, request: Request, count: string) => Promise<Sent>;
  readonly keep: (target: Target, cursor: Cursor) => Promise<void>;
  readonly clock: () => Date;
  readonly onProgress: (signal: Signal, records: number) => void;
}

/** Sends all that the receiver of one signal has not had, a request after the other, and keeps its place after each. */
export async function exportSignal(target: Target, begin: Cursor, job: ExportJob): Promise<SignalExport> {
  let cursor = begin;
  let [records, requests, rejected] = [0, 0, 0];
  let message: string | undefined;

  async function deliver(batch: readonly JournalRecord[]): Promise<'done' | 'busy'> {
    const chosen = batch.flatMap(({ record }) => (isWanted(record, target.signal, job.since) ? [record] : []));
    if (chosen.length === 0) {
      cursor = { ...cursor, places: placesAfter(cursor, batch) };
      return 'done';
    }
    const count = `${chosen.length} ${chosen.length === 1 ? 'record' : 'records'} of ${target.signal}`;
    const made = requestOf(chosen, {
      signal: target.signal,
      totals: cursor.totals,
      scope: { name: '@cdev/telemetry', version: job.script.version },
      more: job.more,
    });
    const sent = await job.send(target, made.request, count);
    if (sent.kind === 'busy') return 'busy';
    if (sent.kind === 'too-large') {
      if (batch.length === 1)
        throw errors.make('CDEV_E_TELEMETRY_REFUSED', {
          endpoint: shownEndpoint(target),
          status: '413',
          count,
          reason: '',
        });
      const half = Math.ceil(batch.length / 2);
      return (await deliver(batch.slice(0, half))) === 'busy' ? 'busy' : deliver(batch.slice(half));
    }
    requests += 1;
    records += chosen.length;
    rejected += sent.answer.rejected;
    if (sent.answer.message !== '') ({ message } = sent.answer);
    cursor = {
      ...cursor,
      updated: job.clock().toISOString(),
      sent: cursor.sent + chosen.length,
      rejected: cursor.rejected + sent.answer.rejected,
      places: placesAfter(cursor, batch),
      totals: made.totals,
    };
    await job.keep(target, cursor);
    job.onProgress(target.signal, records);
    return 'done';
  }

  let isBusy = false;
  for (const batch of batches(recordsAfter(job.home, begin.places), (record) =>
    isWanted(record, target.signal, job.since),
  )) {
    job.signal.throwIfAborted();
    isBusy = (await deliver(batch)) === 'busy';
    if (isBusy) break;
  }
  // What was passed over at the end need not be read again.
  if (!isBusy && requests === 0 && cursor !== begin) await job.keep(target, cursor);
  return { signal: target.signal, endpoint: shownEndpoint(target), records, requests, rejected, message, isBusy };
}

function isWanted(record: JournalRecord['record'], signal: Signal, since: number): boolean {
  return endOf(record) >= since && (signal !== 'logs' || isLogged(record));
}

function placesAfter({ places }: Cursor, batch: readonly JournalRecord[]): Cursor['places'] {
  return { ...places, ...Object.fromEntries(batch.map(({ journal, after }) => [journal, after])) };
}

/** As many records as make a full request, with those between them that are passed over, which must not pile up. */
function* batches(
  records: Iterable<JournalRecord>,
  isWanted: (record: JournalRecord['record']) => boolean,
): Generator<readonly JournalRecord[]> {
  let [batch, wanted]: [JournalRecord[], number] = [[], 0];
  for (const each of records) {
    batch.push(each);
    if (isWanted(each.record)) wanted += 1;
    if (wanted < batchSize && batch.length < 40 * batchSize) continue;
    yield batch;
    [batch, wanted] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}
