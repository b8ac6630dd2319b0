import type { Context } from '@cdev/core/cli';
import { testContext } from '@cdev/test-kit';
import { exportRuns, type ExportRunsOptions } from '../src/index.ts';

export const defaults: ExportRunsOptions = {
  endpoint: undefined,
  protocol: undefined,
  signals: ['traces', 'metrics', 'logs'],
  since: undefined,
  output: undefined,
  follow: false,
  patience: 0,
  isDryRun: false,
};
const clock = () => new Date('2026-11-27T12:00:00Z');

/** A machine that stands still for a while is no receiver that is away. */
export const patient = { OTEL_EXPORTER_OTLP_TIMEOUT: '120000' };

/** Everything at once and with no patience, unless told otherwise. */
export function send(home: string, options: Partial<ExportRunsOptions>, more: Partial<Context> = {}) {
  const { prompt: _, stdin: _stdin, ...given } = more;
  return exportRuns(
    { ...defaults, ...options },
    testContext({ cwd: home, home, clock, ...given, env: { ...patient, ...given.env } }),
  );
}
