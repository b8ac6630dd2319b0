import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import {
  calibrationFinder,
  detectChanges,
  median,
  openRunHistory,
  readCalibrations,
  seriesOf,
  type Change,
  type DaySeries,
} from '@cdev/run-history';
import { overBudget, readScriptCatalogue, type CatalogueScript } from '@cdev/script-catalogue';
import { currentCalibrations } from './calibration/calibrate.ts';
import { findOrigin, type ChangeOrigin } from './find-origin.ts';

export interface PerformanceReportOptions {
  readonly script: string | undefined;
  /** Milliseconds. */
  readonly last: number;
  /** False: measure nothing, take the calibrations that there are. */
  readonly calibration: boolean;
  /** Milliseconds: changes found longer ago are shown and no finding. */
  readonly recent: number;
  readonly failOn: 'regression' | 'budget' | 'any' | 'never';
}

export type SeriesChange = Change & ChangeOrigin;

export interface Series extends DaySeries {
  readonly runs: number;
  /** Medians of the last seven days with runs. */
  readonly cpu: number;
  readonly memory: number;
  readonly changes: readonly SeriesChange[];
  /** What is over budget now, in words. */
  readonly overBudget: readonly string[];
}

export interface PerformanceReport {
  readonly since: string;
  readonly series: readonly Series[];
  /** A change to more CPU, found lately. */
  readonly regressions: readonly {
    readonly command: string;
    readonly hostClass: string;
    readonly change: SeriesChange;
  }[];
}

/** What runs cost, day by day as multiples of a calibration run, where that changed, with what it began, and what is over budget. */
export async function performanceReport(
  options: PerformanceReportOptions,
  context: Context,
): Promise<Outcome<PerformanceReport>> {
  const now = context.clock().getTime();
  const since = new Date(now - options.last);
  const all = await readSeries(options, since, context);
  const scripts = await catalogueScripts(context);
  const series = await Promise.all(all.map((each) => judge(each, scripts, context)));
  const limit = new Date(now - options.recent).toISOString().slice(0, 10);
  const regressions = series.flatMap(({ command, hostClass, changes }) =>
    changes
      .filter(({ effect, foundOn }) => effect > 0 && foundOn >= limit)
      .map((change) => ({ command, hostClass, change })),
  );
  const isOver = series.some(({ overBudget }) => overBudget.length > 0);
  const isBad = {
    never: false,
    regression: regressions.length > 0,
    budget: isOver,
    any: isOver || regressions.length > 0,
  }[options.failOn];
  return { result: { since: since.toISOString(), series, regressions }, status: isBad ? 'findings' : 'ok' };
}

/** The series of the records, without a judgement. */
export async function readSeries(
  { script, calibration }: Pick<PerformanceReportOptions, 'script' | 'calibration'>,
  since: Date,
  context: Context,
): Promise<readonly DaySeries[]> {
  const { home, signal, progress } = context;
  const measuring = calibration ? progress.begin('calibrating this machine') : undefined;
  const calibrations = calibration ? await currentCalibrations(context) : readCalibrations(home);
  measuring?.done();
  using history = await openRunHistory({ home, signal });
  const figures = history
    .days({ since })
    .filter((figure) => script === undefined || [script, `cdev-${script}`].includes(figure.script));
  return seriesOf(figures, calibrationFinder(calibrations));
}

async function judge(series: DaySeries, scripts: readonly CatalogueScript[], context: Context): Promise<Series> {
  const script = scripts.find(({ binName }) => binName === series.script);
  const { days, isRatio } = series;
  const found = detectChanges(days.map(({ day, cpu }) => ({ day, value: cpu })));
  const changes = await Promise.all(
    found.map(async (change) => ({
      ...change,
      ...(await findOrigin(change.day, days, { folder: script?.folder, context })),
    })),
  );
  const newest = days.slice(-7);
  const [cpu, memory] = [median(newest.map((day) => day.cpu)), median(newest.map((day) => day.memory))];
  const over = overBudget(script?.metadata.budget, {
    ...(isRatio && { cpuRatio: cpu }),
    memory: memory / 1_000_000,
  });
  return { ...series, runs: days.reduce((sum, { runs }) => sum + runs, 0), cpu, memory, changes, overBudget: over };
}

async function catalogueScripts({ cwd }: Context): Promise<readonly CatalogueScript[]> {
  try {
    return (await readScriptCatalogue({ cwd })).scripts;
  } catch (error) {
    if (isCdevError(error)) return [];
    throw error;
  }
}
