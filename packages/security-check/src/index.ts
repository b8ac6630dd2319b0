/** Finds secrets, vulnerable dependencies, dangerous code and workflows, and careless packages; `cli.ts` is the same as a command line. */
export { securityCheck } from './security-check.ts';
export type { SecurityCheckOptions, SecurityReport } from './security-check.ts';
export { applyBaseline } from './baseline/apply-baseline.ts';
export type { AppliedBaseline, KnownSecret } from './baseline/apply-baseline.ts';
export { applyIssueBaseline } from './baseline/apply-issue-baseline.ts';
export type { AppliedIssueBaseline, KnownIssue } from './baseline/apply-issue-baseline.ts';
export type { Baseline, BaselineEntry, IssueEntry } from './baseline/baseline.ts';
export { readBaseline } from './baseline/read-baseline.ts';
export type { ReadBaselineOptions } from './baseline/read-baseline.ts';
export { recordKnown } from './record-known.ts';
export type { RecordKnownOptions, RecordKnownPlan, RecordKnownResult } from './record-known.ts';
export { toSarif } from './report/sarif.ts';
export type { SarifLog } from './report/sarif.ts';
export type { CheckKind, CheckReport } from './check/check-report.ts';
export type { SurfaceCheck } from './surface/surface-check.ts';
export { errors as securityCheckErrors } from './errors.ts';
export { health } from './health.ts';
