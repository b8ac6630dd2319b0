import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the same small program costs on a machine: the unit in which costs of different machines can be compared. */
export interface Calibration {
  readonly schemaVersion: 1;
  /** ISO 8601. */
  readonly time: string;
  readonly host: string;
  /** What machines of one kind have in common: `linux-x64, AMD EPYC 7B13`. */
  readonly hostClass: string;
  readonly node: string;
  /** Milliseconds of CPU. */
  readonly cpu: number;
}

/** Where the calibrations of this machine are kept, one JSON document a line. */
export function calibrationFile(home: string): string {
  return join(home, 'calibrations.ndjson');
}

/** Oldest first; lines that cannot be read are passed over. */
export function readCalibrations(home: string): readonly Calibration[] {
  const file = calibrationFile(home);
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        const entry = JSON.parse(line) as Calibration;
        return entry.schemaVersion === 1 && entry.cpu > 0 ? [entry] : [];
      } catch {
        return [];
      }
    });
}

/** One that cannot be kept is of use for this once. */
export function appendCalibration(home: string, calibration: Calibration): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    appendFileSync(calibrationFile(home), `${JSON.stringify(calibration)}\n`, { mode: 0o600 });
  } catch {
    // See above.
  }
}

/** The calibration of a machine that is nearest to a day in time. */
export function calibrationFinder(all: readonly Calibration[]): (host: string, day: string) => Calibration | undefined {
  const byHost = Map.groupBy(all, ({ host }) => host);
  return (host, day) => {
    const noon = Date.parse(`${day}T12:00:00Z`);
    const distance = ({ time }: Calibration): number => Math.abs(Date.parse(time) - noon);
    return byHost.get(host)?.reduce((best, each) => (distance(each) < distance(best) ? each : best));
  };
}
