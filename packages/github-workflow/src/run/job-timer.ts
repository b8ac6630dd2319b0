import type { Scope } from '../expression/evaluate.ts';
import type { JobSource } from '../source/workflow-source.ts';
import { minutes } from './do-step.ts';

export interface Timer {
  readonly signal: AbortSignal;
  /** Minutes. */
  readonly limit: number;
  readonly clear: () => void;
}

/** Aborts its signal when a job has taken as long as it may; `most` in milliseconds. */
export function jobTimer(job: JobSource, most: number | undefined, scope: Scope): Timer {
  // GitHub ends a job after six hours.
  const limit = Math.min(minutes(job.timeoutMinutes, scope) ?? 360 * 60_000, most ?? Number.MAX_SAFE_INTEGER);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), Math.min(limit, 2 ** 31 - 1));
  return { signal: controller.signal, limit: limit / 60_000, clear: () => clearTimeout(timer) };
}
