import type { CheckResult } from '@cdev/core/cli';
import { startScript, type Start, type Startable } from './start-script.ts';

export interface HealthAnswer {
  readonly start: Start;
  /** Undefined when it gave no list of checks: scripts of others need not know `--health`. */
  readonly checks: readonly CheckResult[] | undefined;
  /** What it told instead, such as a configuration that is wrong. */
  readonly failure: { readonly message: string; readonly step: string | undefined } | undefined;
}

/** Starts the script with `--health`, in a process of its own. */
export async function askHealth(startable: Startable): Promise<HealthAnswer> {
  const start = await startScript(startable, ['--health', '--json']);
  return { start, ...answerOf(start.stdout) };
}

function answerOf(stdout: string): Omit<HealthAnswer, 'start'> {
  const nothing = { checks: undefined, failure: undefined };
  try {
    const { data, error } = JSON.parse(stdout) as {
      data?: unknown;
      error?: { message?: unknown; steps?: readonly unknown[] };
    };
    if (Array.isArray(data) && data.length > 0) return { checks: data as CheckResult[], failure: undefined };
    if (typeof error?.message !== 'string') return nothing;
    const [step] = error.steps ?? [];
    return {
      checks: undefined,
      failure: { message: error.message, step: typeof step === 'string' ? step : undefined },
    };
  } catch {
    return nothing;
  }
}
