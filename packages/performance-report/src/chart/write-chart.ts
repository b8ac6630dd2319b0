import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from '../errors.ts';
import { performanceReport, type Series } from '../performance-report.ts';
import { chartSvg } from './chart-svg.ts';

export interface WriteChartOptions {
  readonly script: string;
  /** An SVG; undefined to draw for the terminal, from the same series. */
  readonly file: string | undefined;
  /** Milliseconds. */
  readonly last: number;
  readonly isDryRun: boolean;
}

export interface WrittenChart {
  readonly file: string | undefined;
  readonly series: Series;
  readonly isWritten: boolean;
}

/**
 * Draws the series of a script that has the most runs.
 * @throws CDEV_E_PERFORMANCE_NOT_RECORDED, CDEV_E_PERFORMANCE_NOT_WRITTEN
 */
export async function writeChart(
  { script, file, last, isDryRun }: WriteChartOptions,
  context: Context,
): Promise<Outcome<WrittenChart>> {
  const { result } = await performanceReport({ script, last, calibration: false, recent: 0, failOn: 'never' }, context);
  const [most] = result.series.toSorted((a, b) => b.runs - a.runs);
  if (most === undefined) throw errors.make('CDEV_E_PERFORMANCE_NOT_RECORDED', { script });
  if (file === undefined) return { result: { file, series: most, isWritten: false }, status: 'ok' };
  const target = resolve(context.cwd, file);
  try {
    if (!isDryRun) {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, chartSvg(most));
    }
  } catch (cause) {
    throw errors.make(
      'CDEV_E_PERFORMANCE_NOT_WRITTEN',
      { file: target, reason: (cause as NodeJS.ErrnoException).code ?? 'unknown reason' },
      { cause },
    );
  }
  return { result: { file: target, series: most, isWritten: !isDryRun }, status: 'ok' };
}
