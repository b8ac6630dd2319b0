import { alignColumns, formatDuration, type Page } from '@cdev/core/cli';
import type { BudgetMeasurement } from './budget/measure-budgets.ts';
import type { VersionComparison } from './bench/compare-versions.ts';
import type { Calibration } from '@cdev/run-history';
import { chartText } from './chart/chart-text.ts';
import { percent } from './chart/percent.ts';
import { sparkline } from './chart/sparkline.ts';
import type { WrittenChart } from './chart/write-chart.ts';
import type { PerformanceReport, Series, SeriesChange } from './performance-report.ts';

/** A line a series, below them what changed and what is over budget. */
export function reportText({ series, regressions, since }: PerformanceReport, { style, columns }: Page): string {
  if (series.length === 0) return `No run is recorded since ${since.slice(0, 10)}\n`;
  const sorted = series.toSorted((a, b) => a.command.localeCompare(b.command) || b.runs - a.runs);
  const classes = new Set(series.map(({ hostClass, node }) => `${hostClass} ${node}`));
  const rows = sorted.map((each) => [
    style.name(each.command),
    `${each.runs}×`,
    cpuText(each),
    `${Math.round(each.memory / 1_000_000)} MB`,
    sparkline(
      each.days.map(({ cpu }) => cpu),
      Math.max(7, Math.min(30, columns - 70)),
    ),
    ...(classes.size > 1 ? [style.quiet(`${each.hostClass}, ${each.node}`)] : []),
  ]);
  const told = sorted.flatMap((each) => each.changes.map((change) => changeLines(each, change, style)));
  const over = sorted.flatMap(({ command, overBudget }) =>
    overBudget.map((words) => `  ${style.bad('✗')} ${command}: ${words}`),
  );
  return [
    ...alignColumns(rows, '  '),
    ...(told.length > 0 ? ['', style.title('Changes'), ...told.flat()] : []),
    ...(over.length > 0 ? ['', style.title('Over budget'), ...over] : []),
    '',
    style.quiet(`CPU as multiples of the calibration run where there is one; since ${since.slice(0, 10)}`),
    regressions.length === 0
      ? `${style.good('✓')} Nothing became slower lately`
      : `${style.bad('✗')} Slower lately: ${[...new Set(regressions.map(({ command }) => command))].join(', ')}`,
    '',
  ].join('\n');
}

function cpuText({ cpu, isRatio }: Series): string {
  return isRatio ? `${cpu.toFixed(cpu < 10 ? 2 : 1)}×` : formatDuration(cpu);
}

function changeLines(
  { command, hostClass }: Series,
  { day, effect, foundOn, versions, commits, by }: SeriesChange,
  style: Page['style'],
): string[] {
  const mark = effect > 0 ? style.bad('▲') : style.good('▼');
  const begins = versions.length > 0 ? `, begins with ${versions.join(', ')}` : '';
  return [
    `  ${mark} ${style.name(command)} ${percent(effect)} CPU since ${day}${begins}`,
    `    ${style.quiet(`found ${foundOn} by ${by}; ${hostClass}`)}`,
    ...commits.map((commit) => `    ${style.quiet(commit)}`),
  ];
}

export function comparisonText(
  { command, rounds, before, now, cpuRatio, interval }: VersionComparison,
  { style }: Page,
): string {
  const row = (label: string, { version, cpu, wall, memory }: VersionComparison['now']): string[] => [
    label,
    version,
    `${cpu.toFixed(1)} ms CPU`,
    style.quiet(`${wall.toFixed(0)} ms wall`),
    style.quiet(`${Math.round(memory / 1_000_000)} MB`),
  ];
  const verdict =
    interval[0] > 1 ? style.bad('slower') : interval[1] < 1 ? style.good('faster') : 'no certain difference';
  return [
    `${style.name(command)}, ${rounds} rounds in turn, medians`,
    ...alignColumns([row('before', before), row('now', now)], '  '),
    `CPU ${cpuRatio.toFixed(3)}×, between ${interval[0].toFixed(3)} and ${interval[1].toFixed(3)}: ${verdict}`,
    '',
  ].join('\n');
}

/** A line a script, each figure beside its limit; below them what is over. */
export function budgetsText(measured: readonly BudgetMeasurement[], { style }: Page): string {
  if (measured.length === 0) return 'No script here has a budget\n';
  const cell = (value: number | undefined, limit: number | undefined, unit: string): string =>
    value === undefined
      ? style.quiet('–')
      : `${value}${limit === undefined ? '' : style.quiet(` of ${limit}`)} ${unit}`;
  const rows = measured.map(({ script, budget, measured: { start, memory, smoke }, over, failure }) => [
    `${over.length > 0 || failure !== undefined ? style.bad('✗') : style.good('✓')} ${style.name(script)}`,
    `start ${cell(start, budget.start, '×')}`,
    `memory ${cell(memory, budget.memory, 'MB')}`,
    `smoke run ${cell(smoke, budget.smoke, 's')}`,
  ]);
  const told = measured.flatMap(({ script, over, notRun, failure }) => [
    ...(failure === undefined ? [] : [`${style.bad('✗')} ${failure}`]),
    ...over.map((words) => `${style.bad('✗')} ${script}: ${words}`),
    ...notRun.map((words) => style.quiet(`${script}: not judged, ${words}`)),
  ]);
  return `${[...alignColumns(rows), ...(told.length > 0 ? ['', ...told] : [])].join('\n')}\n`;
}

export function calibrationText({ host, hostClass, node, cpu }: Calibration, { style }: Page): string {
  return `${style.name(host)}: the calibration run takes ${cpu.toFixed(1)} ms of CPU (${hostClass}, Node ${node})\n`;
}

export function drawnText({ file, series, isWritten }: WrittenChart, page: Page): string {
  const { style } = page;
  const { command } = series;
  if (file === undefined) return chartText(series, page);
  return isWritten ? `${style.good('✓')} ${command}: ${file}\n` : `${command} would be drawn to ${file}\n`;
}
