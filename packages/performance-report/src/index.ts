/** What runs cost, and where a script became slower; `cli.ts` is the same as a command line. */
export { performanceReport } from './performance-report.ts';
export type { PerformanceReport, PerformanceReportOptions, Series, SeriesChange } from './performance-report.ts';
export { detectChanges } from '@cdev/run-history';
export type { Change, DayValue } from '@cdev/run-history';
export { compareVersions } from './bench/compare-versions.ts';
export type { CompareVersionsOptions, VersionComparison } from './bench/compare-versions.ts';
export { measureBudgets } from './budget/measure-budgets.ts';
export type { BudgetMeasurement, MeasureBudgetsOptions } from './budget/measure-budgets.ts';
export { calibrate } from './calibration/calibrate.ts';
export type { Calibration } from '@cdev/run-history';
export { errors as performanceReportErrors } from './errors.ts';
export { health } from './health.ts';
