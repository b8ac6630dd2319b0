import type { DayFigures } from '../run-history.ts';
import type { Calibration } from './calibration.ts';

/** A UTC day of one command on machines of one kind, over all versions. */
export interface SeriesDay {
  readonly day: string;
  readonly runs: number;
  /** CPU as a multiple of the calibration; milliseconds where none was ever made. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** That ran on it, sorted. */
  readonly versions: readonly string[];
}

export interface DaySeries {
  readonly script: string;
  readonly command: string;
  readonly hostClass: string;
  /** The major version, `v24`. */
  readonly node: string;
  readonly isRatio: boolean;
  readonly days: readonly SeriesDay[];
}

/**
 * The days of each command, machines of one kind taken together. A day on which several versions or machines ran is the median of theirs, each
 * with the weight of its runs.
 */
export function seriesOf(
  figures: readonly DayFigures[],
  calibrationOf: (host: string, day: string) => Calibration | undefined,
): readonly DaySeries[] {
  const scaled = figures.flatMap((figure) => {
    if (figure.cpu === undefined) return [];
    const calibration = calibrationOf(figure.host, figure.day);
    return [
      {
        ...figure,
        cpu: figure.cpu / (calibration?.cpu ?? 1),
        isRatio: calibration !== undefined,
        hostClass: calibration?.hostClass ?? `${figure.platform}, ${figure.host}`,
        major: figure.node.split('.')[0] ?? '',
      },
    ];
  });
  const groups = Map.groupBy(scaled, ({ command, hostClass, major }) => JSON.stringify([command, hostClass, major]));
  return [...groups.values()].map((members) => {
    const [{ script, command, hostClass, major, isRatio }] = members as [(typeof scaled)[number]];
    const days = [...Map.groupBy(members, ({ day }) => day)].map(([day, parts]) => ({
      day,
      runs: parts.reduce((sum, { runs, errors }) => sum + runs - errors, 0),
      cpu: weightedMedian(parts.map(({ cpu, runs }) => [cpu, runs])),
      memory: weightedMedian(parts.map(({ memory = 0, runs }) => [memory, runs])),
      versions: [...new Set(parts.map(({ version }) => version))].toSorted(),
    }));
    return {
      script,
      command,
      hostClass,
      node: major,
      isRatio,
      days: days.toSorted((a, b) => a.day.localeCompare(b.day)),
    };
  });
}

function weightedMedian(values: readonly (readonly [value: number, weight: number])[]): number {
  const sorted = values.toSorted(([a], [b]) => a - b);
  const half = sorted.reduce((sum, [, weight]) => sum + weight, 0) / 2;
  let sum = 0;
  for (const [value, weight] of sorted) {
    sum += weight;
    if (sum >= half) return value;
  }
  return Number.NaN;
}
