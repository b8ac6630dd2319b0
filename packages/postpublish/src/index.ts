/** Checks that what users get from the registry is what was packed, then tags and announces it; `cli.ts` is the same as a command line. */
export { postpublish } from './postpublish.ts';
export type { PostpublishOptions } from './postpublish-options.ts';
export { checkNames, deedNames } from './step-names.ts';
export type { CheckName, DeedName, StepName } from './step-names.ts';
export type {
  CheckOutcome,
  CheckStatus,
  DeedOutcome,
  DeedStatus,
  MendOutcome,
  PackageReport,
  PackageRollback,
  PackageState,
  ReleaseOutcome,
  ReleaseReport,
  RollbackReport,
  RollbackStep,
} from './report.ts';
export { errors as postpublishErrors } from './errors.ts';
export { health } from './health.ts';
