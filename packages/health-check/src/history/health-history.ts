import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errors } from '../errors.ts';
import type { HealthReport, ScriptState } from '../health-report.ts';

/** One check as the history keeps it, a line each. */
export interface HealthEntry {
  readonly schemaVersion: 1;
  readonly time: string;
  readonly host: string;
  readonly origin: HealthReport['origin'];
  readonly scripts: readonly {
    readonly script: string;
    readonly version: string;
    readonly node: string;
    readonly state: ScriptState;
    /** The first trial that is not well: `smoke: ended with 1, …`. */
    readonly reason?: string;
    /** Milliseconds of all trials together. */
    readonly duration: number;
  }[];
}

export function healthHistoryFile(home: string): string {
  return join(home, 'health', 'history.ndjson');
}

/** Oldest first. Lines that cannot be read (torn, of a newer form) are passed over. */
export function readHealthHistory(file: string): readonly HealthEntry[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as HealthEntry;
        return entry.schemaVersion === 1 && Array.isArray(entry.scripts) ? [entry] : [];
      } catch {
        return [];
      }
    });
}

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
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
  } catch (cause) {
    throw errors.make(
      'CDEV_E_HEALTH_CHECK_NOT_WRITTEN',
      { file, reason: (cause as NodeJS.ErrnoException).code ?? 'unknown reason' },
      { cause },
    );
  }
}
