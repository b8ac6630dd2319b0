import {
  calibrationFinder,
  detectChanges,
  median,
  seriesOf,
  type Calibration,
  type DayFigures,
  type DaySeries,
} from '@cdev/run-history';
import type { SpeedOfCommand } from './overview.ts';

/**
 * What commands cost, those that ran most first, by script. Changes are looked for in all the days that are given; shown are those of `days`.
 */
export function speedOfCommands(
  figures: readonly DayFigures[],
  calibrations: readonly Calibration[],
  days: readonly string[],
): ReadonlyMap<string, readonly SpeedOfCommand[]> {
  const all = seriesOf(figures, calibrationFinder(calibrations));
  const byScript = Map.groupBy(all, ({ script }) => script);
  const [first = ''] = days;
  return new Map(
    [...byScript].map(([script, series]) => [
      script,
      series
        .map((each) => speedOf(each, first))
        .filter(({ runs }) => runs > 0)
        .toSorted((one, other) => other.runs - one.runs),
    ]),
  );
}

function speedOf({ command, hostClass, node, isRatio, days }: DaySeries, first: string): SpeedOfCommand {
  const shown = days.filter(({ day }) => day >= first);
  const newest = days.slice(-7);
  const versionsBefore = (day: string): Set<string> =>
    new Set(days.filter((each) => each.day < day).flatMap(({ versions }) => versions));
  const changes = detectChanges(days.map(({ day, cpu }) => ({ day, value: cpu })))
    .filter(({ day }) => day >= first)
    .map((change) => {
      const known = versionsBefore(change.day);
      const there = days.find(({ day }) => day === change.day)?.versions ?? [];
      return { ...change, versions: there.filter((version) => !known.has(version)) };
    });
  return {
    command,
    hostClass,
    node,
    isRatio,
    cpu: round(median(newest.map(({ cpu }) => cpu))),
    memory: Math.round(median(newest.map(({ memory }) => memory))),
    runs: shown.reduce((sum, { runs }) => sum + runs, 0),
    days: shown.map(({ day, cpu }) => ({ day, cpu: round(cpu) })),
    changes,
  };
}

/** Three digits after the point are more than the eye tells apart, and a third of the bytes. */
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
