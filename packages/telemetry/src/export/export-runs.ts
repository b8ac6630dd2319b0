import { setTimeout as pause } from 'node:timers/promises';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { findTargets, pairsOf } from '../endpoint/find-targets.ts';
import type { Protocol, Target } from '../endpoint/target.ts';
import type { Signal } from '../otlp/otlp-data.ts';
import { keepCursor, lockFile, makeCursorFolder, readCursor } from './cursor.ts';
import { exportSignal, type ExportJob, type SignalExport } from './export-signal.ts';
import { writeRequests } from './write-requests.ts';

export interface ExportRunsOptions {
  readonly endpoint: string | undefined;
  readonly protocol: Protocol | undefined;
  readonly signals: readonly Signal[];
  /** Milliseconds: nothing that ended longer ago. Undefined for all that there is. */
  readonly since: number | undefined;
  /** Write everything to this file, a request a line, and send nothing. */
  readonly output: string | undefined;
  /** Go on with what comes, until interrupted. */
  readonly follow: boolean;
  /** Milliseconds to wait for a receiver that is busy or away. */
  readonly patience: number;
  readonly isDryRun: boolean;
}

export interface RunExport {
  readonly signals: readonly SignalExport[];
  /** The file that was written instead. */
  readonly output: string | undefined;
  readonly isDryRun: boolean;
}

/** How often new records are looked for. */
const interval = 5000;

/**
 * Sends what the runs of all scripts left in their journals to a receiver of OTLP, and remembers what it has had.
 * @throws CDEV_E_TELEMETRY_NO_ENDPOINT and the others of the endpoint, CDEV_E_TELEMETRY_NOT_ALLOWED, CDEV_E_TELEMETRY_REFUSED,
 *   CDEV_E_TELEMETRY_UNREACHABLE, CDEV_E_TELEMETRY_CURSOR_UNREADABLE, CDEV_E_TELEMETRY_NOT_WRITTEN, CDEV_E_GIT_LOCK_HELD
 */
export async function exportRuns(options: ExportRunsOptions, context: Context): Promise<Outcome<RunExport>> {
  if (options.output !== undefined)
    return { result: await writeRequests(options, options.output, context), status: 'ok' };
  const targets = findTargets(options, context);
  if (options.isDryRun) return { result: await passOver(targets, options, context), status: 'ok' };
  await makeCursorFolder(context.home);
  const { withLock } = await import('@cdev/git');
  const held = { what: 'the export of runs', waitLimit: 0, signal: context.signal };
  return withLock(lockFile(context.home), held, () =>
    (options.follow ? follow : exportOnce)(targets, options, context),
  );
}

async function exportOnce(
  targets: readonly Target[],
  options: ExportRunsOptions,
  context: Context,
): Promise<Outcome<RunExport>> {
  const result = await passOver(targets, options, context);
  return { result, status: result.signals.some(({ isBusy }) => isBusy) ? 'pending' : 'ok' };
}

/** A receiver that is away for a while is waited for; what it refuses is for somebody to mend. */
async function follow(
  targets: readonly Target[],
  options: ExportRunsOptions,
  context: Context,
): Promise<Outcome<RunExport>> {
  for (;;) {
    try {
      const result = await passOver(targets, options, context);
      if (result.signals.some(({ records }) => records > 0)) await context.live.append(result);
    } catch (error) {
      if (!isCdevError(error) || error.code !== 'CDEV_E_TELEMETRY_UNREACHABLE') throw error;
      context.progress.note(error.message);
    }
    await pause(interval, undefined, { signal: context.signal });
  }
}

async function passOver(targets: readonly Target[], options: ExportRunsOptions, context: Context): Promise<RunExport> {
  const { home, signal, progress } = context;
  const task = progress.begin(
    options.isDryRun ? 'reading runs' : `sending runs to ${targets[0]?.url.host ?? 'nowhere'}`,
  );
  const job: ExportJob = {
    home,
    signal,
    script: context.script,
    clock: context.clock,
    more: pairsOf(context.env['OTEL_RESOURCE_ATTRIBUTES']),
    since: options.since === undefined ? 0 : context.clock().getTime() - options.since,
    onProgress: (which, records) => task.update(`${which}: ${records}`),
    ...(options.isDryRun ? nothing : sending(options, context)),
  };
  const done: SignalExport[] = [];
  for (const target of targets) done.push(await exportSignal(target, readCursor(home, target), job));
  task.done();
  return { signals: done, output: undefined, isDryRun: options.isDryRun };
}

type Deeds = Pick<ExportJob, 'send' | 'keep'>;

const nothing: Deeds = {
  send: async () => ({ kind: 'taken', answer: { rejected: 0, message: '' } }),
  keep: async () => {},
};

function sending({ patience }: ExportRunsOptions, { home, signal }: Context): Deeds {
  return {
    send: async (target, request, count) => {
      const { sendRequest } = await import('../endpoint/send-request.ts');
      return sendRequest(target, request, { signal, patience, count });
    },
    keep: (target, cursor) => keepCursor(home, target, cursor),
  };
}
