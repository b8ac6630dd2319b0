/** Validates the work of parallel agents; `cli.ts` is the same as a command line. */
export type { AgentValidation } from './agent/validate-agent.ts';
export { errors as validateParallelWorkErrors } from './errors.ts';
export type { Finding, Severity, ValidationRule, Verdict } from './finding.ts';
export { health } from './health.ts';
export { reportFormats } from './report/write-report.ts';
export type { ReportFormat } from './report/write-report.ts';
export type { ForecastConflict, MergeForecast } from './together/forecast.ts';
export { validateParallelWork } from './validate-parallel-work.ts';
export type { ValidateOptions, ValidateResult } from './validate-parallel-work.ts';
