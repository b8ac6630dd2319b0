import { setTimeout as pause } from 'node:timers/promises';
import { join } from 'node:path';
import { formatDuration, truncateText } from '@cdev/core/cli';
import { isFinished } from '../journal/earlier-run.ts';
import type { StepEnd } from '../journal/journal-event.ts';
import type { RetrySource } from '../source/pipeline-source.ts';
import { execute, type Attempt } from './execute.ts';
import type { Frame } from './frame.ts';
import type { Instance } from './instance.ts';
import type { StepReport } from './pipeline-run.ts';

export interface ReadyInstance {
  readonly instance: Instance;
  readonly fingerprint: string;
  /** The names of its files begin so. */
  readonly prefix: string;
}

/** What became of it in the run that is gone on with, where that stands. */
export function earlierEnd({ instance, fingerprint }: ReadyInstance, { earlier }: Frame): StepEnd | undefined {
  const end = earlier?.ends.get(instance.name);
  return end && end.fingerprint === fingerprint && isFinished(end, instance.step) ? end : undefined;
}

/** Runs one instance, or finds that it need not: kept, cached, or the run has ended. `signal` is that of its step. */
export async function runInstance(ready: ReadyInstance, frame: Frame, signal: AbortSignal): Promise<StepReport> {
  const { instance, fingerprint } = ready;
  const started = performance.now();
  const base = { instance: instance.name, step: instance.step.id, name: instance.step.name, isTolerated: false };
  const untouched = { ...base, attempts: 0, outputs: {}, duration: 0 };
  if (frame.stop.isStopped()) return { ...untouched, status: 'not-run' };
  if (signal.aborted) return { ...untouched, status: 'cancelled', reason: 'another combination failed' };
  const before = earlierEnd(ready, frame);
  if (before) {
    const isTolerated = before.status === 'failed' || before.status === 'timed-out';
    const kept = { ...untouched, status: 'kept' as const, outputs: before.outputs, isTolerated, reason: before.reason };
    return finish(ready, frame, kept);
  }
  const cached = frame.isFresh ? undefined : await frame.cache.find(instance.step, fingerprint);
  if (cached) {
    const report = { ...untouched, status: 'cached' as const, outputs: cached.outputs, reason: `as at ${cached.time}` };
    return finish(ready, frame, report);
  }
  const { attempt, attempts } = await runAttempts(ready, frame, signal);
  const { status, outputs, exitCode, reason, tail } = attempt;
  if (status === 'passed') await frame.cache.keep(instance.step, fingerprint, outputs);
  return finish(ready, frame, {
    ...base,
    status,
    isTolerated: instance.step.continueOnError && (status === 'failed' || status === 'timed-out'),
    attempts,
    exitCode,
    reason: status === 'cancelled' && !frame.stop.isStopped() ? 'another combination failed' : reason,
    outputs,
    duration: Math.round(performance.now() - started),
    log: join(frame.folder, `${ready.prefix}.log`),
    ...(status !== 'passed' && { tail }),
  });
}

async function runAttempts(
  { instance, prefix }: ReadyInstance,
  { context, journal, setting, folder }: Frame,
  signal: AbortSignal,
): Promise<{ readonly attempt: Attempt; readonly attempts: number }> {
  const { retry } = instance.step;
  for (let number = 1; ; number += 1) {
    const log = `${prefix}.log`;
    await journal.append({ type: 'step-began', instance: instance.name, attempt: number, log });
    const task = context.progress.begin(instance.name);
    const attempt = await execute(instance, {
      context,
      pipeline: setting.pipeline.name,
      folder,
      prefix,
      signal,
      onLine: (line) => task.update(truncateText(line.trim(), 60)),
    });
    const isLast = number >= retry.attempts || (attempt.status !== 'failed' && attempt.status !== 'timed-out');
    const wait = isLast ? undefined : delayBefore(number + 1, retry);
    if (attempt.status === 'passed') task.done();
    else
      task.failed(
        [attempt.reason, wait !== undefined && `try ${number + 1} of ${retry.attempts} in ${formatDuration(wait)}`]
          .filter((part) => typeof part === 'string')
          .join('; '),
      );
    context.log.info('step', { instance: instance.name, status: attempt.status, attempt: number });
    if (wait === undefined) return { attempt, attempts: number };
    try {
      await pause(wait, undefined, { signal });
    } catch {
      return { attempt: { ...attempt, status: 'cancelled' }, attempts: number };
    }
  }
}

/** Milliseconds. */
export function delayBefore(attempt: number, { delay, factor }: RetrySource): number {
  return Math.min(Math.round(delay * factor ** (attempt - 2)), 3_600_000);
}

async function finish({ fingerprint }: ReadyInstance, frame: Frame, report: StepReport): Promise<StepReport> {
  const { instance, status, outputs, attempts, exitCode, reason, duration } = report;
  await frame.journal.append({
    type: 'step-ended',
    instance,
    status,
    fingerprint,
    outputs,
    attempts,
    exitCode,
    reason,
    duration,
  });
  return report;
}
