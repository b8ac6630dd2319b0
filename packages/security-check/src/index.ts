/** Finds secrets in the work tree, the index, the history and the packages that would be published; `cli.ts` is the same as a command line. */
export { securityCheck } from './security-check.ts';
export type { CheckNotRun, SecurityCheckOptions, SecurityReport } from './security-check.ts';
export { applyBaseline } from './baseline/apply-baseline.ts';
export type { AppliedBaseline, KnownSecret } from './baseline/apply-baseline.ts';
export type { Baseline, BaselineEntry } from './baseline/baseline.ts';
export { readBaseline } from './baseline/read-baseline.ts';
export type { ReadBaselineOptions } from './baseline/read-baseline.ts';
export { recordKnown } from './record-known.ts';
export type { RecordKnownOptions, RecordKnownPlan, RecordKnownResult } from './record-known.ts';
export { toSarif } from './report/sarif.ts';
export type { SarifLog } from './report/sarif.ts';
export type { SurfaceCheck } from './surface/surface-check.ts';
export { errors as securityCheckErrors } from './errors.ts';
export { health } from './health.ts';
