/** What runs cost, and where a script became slower; `cli.ts` is the same as a command line. */
export { performanceReport } from './performance-report.ts';
export type { PerformanceReport, PerformanceReportOptions, Series, SeriesChange } from './performance-report.ts';
export { detectChanges } from './detection/detect-changes.ts';
export type { Change, DayValue } from './detection/detect-changes.ts';
export { compareVersions } from './bench/compare-versions.ts';
export type { CompareVersionsOptions, VersionComparison } from './bench/compare-versions.ts';
export { calibrate } from './calibration/calibrate.ts';
export type { Calibration } from './calibration/calibration.ts';
export { errors as performanceReportErrors } from './errors.ts';
export { health } from './health.ts';
