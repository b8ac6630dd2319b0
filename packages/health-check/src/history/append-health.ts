import { appendHealthEntry, type HealthEntry } from '@cdev/script-catalogue';
import { errors } from '../errors.ts';
import type { HealthReport } from '../health-report.ts';

/** @throws CDEV_E_HEALTH_CHECK_NOT_WRITTEN */
export function appendHealth(file: string, { time, host, origin, scripts }: HealthReport): void {
  const entry: HealthEntry = {
    schemaVersion: 1,
    time,
    host,
    origin,
    scripts: scripts.map(({ script, version, node, state, trials }) => {
      const bad = trials.find(({ status }) => status === (state === 'broken' ? 'failed' : 'warning'));
      return {
        script,
        version,
        node,
        state,
        ...(bad && { reason: `${bad.name}: ${bad.detail}` }),
        duration: Math.round(trials.reduce((sum, { duration }) => sum + duration, 0)),
      };
    }),
  };
  try {
    appendHealthEntry(file, entry);
  } catch (cause) {
    throw errors.make(
      'CDEV_E_HEALTH_CHECK_NOT_WRITTEN',
      { file, reason: (cause as NodeJS.ErrnoException).code ?? 'unknown reason' },
      { cause },
    );
  }
}
