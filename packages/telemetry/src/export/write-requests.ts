import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { recordsAfter } from '@cdev/run-history';
import { pairsOf } from '../endpoint/find-targets.ts';
import { errors } from '../errors.ts';
import { isLogged } from '../otlp/log-request.ts';
import type { SeriesTotals } from '../otlp/metric-request.ts';
import type { Signal } from '../otlp/otlp-data.ts';
import { endOf } from '../otlp/run-facts.ts';
import type { ExportRunsOptions, RunExport } from './export-runs.ts';
import type { SignalExport } from './export-signal.ts';
import { requestOf } from './request-of.ts';

/** Lines are requests of at most this many records. */
const lineSize = 500;

interface Counts {
  records: number;
  requests: number;
}

/** All runs as a file of OTLP, a request in its JSON form a line, as the collector's file exporter writes and its file receiver reads. */
export async function writeRequests(
  { signals, since, isDryRun }: ExportRunsOptions,
  output: string,
  context: Context,
): Promise<RunExport> {
  const file = resolve(context.cwd, output);
  const from = since === undefined ? 0 : context.clock().getTime() - since;
  const counts = new Map<Signal, Counts>(signals.map((signal) => [signal, { records: 0, requests: 0 }]));
  function* lines(): Generator<string> {
    for (const [signal, count] of counts) yield* linesOf(signal, count, { from, context });
  }
  const task = context.progress.begin(`writing ${output}`);
  if (isDryRun) for (const _ of lines());
  else await write(file, lines());
  task.done();
  const result = [...counts].map(([signal, { records, requests }]): SignalExport => ({
    signal,
    endpoint: file,
    records,
    requests,
    rejected: 0,
    message: undefined,
    isBusy: false,
  }));
  return { signals: result, output: file, isDryRun };
}

function* linesOf(
  signal: Signal,
  count: Counts,
  { from, context: { home, script, env, signal: abort } }: { readonly from: number; readonly context: Context },
): Generator<string> {
  let totals: SeriesTotals = {};
  const line = (records: Parameters<typeof requestOf>[0]): string => {
    abort.throwIfAborted();
    const made = requestOf(records, {
      signal,
      totals,
      scope: { name: '@cdev/telemetry', version: script.version },
      more: pairsOf(env['OTEL_RESOURCE_ATTRIBUTES']),
    });
    ({ totals } = made);
    count.requests += 1;
    count.records += records.length;
    return `${JSON.stringify(made.request)}\n`;
  };
  let batch = [];
  for (const { record } of recordsAfter(home, {})) {
    if (endOf(record) < from || (signal === 'logs' && !isLogged(record))) continue;
    batch.push(record);
    if (batch.length < lineSize) continue;
    yield line(batch);
    batch = [];
  }
  if (batch.length > 0) yield line(batch);
}

async function write(file: string, lines: Iterable<string>): Promise<void> {
  const { writeFileAtomic } = await import('@cdev/git');
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, lines, { mode: 0o600 });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || cause instanceof DOMException) throw cause;
    throw errors.make('CDEV_E_TELEMETRY_NOT_WRITTEN', { file, reason: code }, { cause });
  }
}
