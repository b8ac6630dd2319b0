/** Starts every script and tells which are well; `cli.ts` is the same as a command line. */
export { healthCheck } from './health-check.ts';
export type { HealthCheckOptions } from './health-check.ts';
export type { HealthReport, ScriptHealth } from './health-report.ts';
export type { ScriptState } from '@cdev/script-catalogue';
export { changesBetween } from './alert/changes-between.ts';
export type { HealthChange } from './alert/changes-between.ts';
export { badge } from './automation/badge.ts';
export { readHealthHistory } from '@cdev/script-catalogue';
export type { HealthEntry } from '@cdev/script-catalogue';
export { tryScript } from './trial/try-script.ts';
export type { Trial, TrialName } from './trial/trial.ts';
export { errors as healthCheckErrors } from './errors.ts';
export { health } from './health.ts';
