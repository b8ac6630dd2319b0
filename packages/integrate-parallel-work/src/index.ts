/** Integrates the work of parallel agents into a branch; `cli.ts` is the same as a command line. */
export { integrateParallelWork } from './integrate-parallel-work.ts';
export type { IntegrateResult } from './integrate-parallel-work.ts';
export type { IntegrateOptions, IntegrationStrategy } from './options.ts';
export type { AbortedIntegration } from './abort.ts';
export type { AbsentAgent } from './candidates/candidate.ts';
export { errors as integrateParallelWorkErrors } from './errors.ts';
export type { ForecastAgent, IntegrationForecast } from './forecast/forecast-integration.ts';
export { health } from './health.ts';
export { runQueue } from './queue/run-queue.ts';
export type { Queued, QueueDeeds, QueueOutcome, QueueStart, Verdict } from './queue/run-queue.ts';
export type {
  IntegrationReport,
  ReportedAbsence,
  ReportedMerge,
  ReportedResolution,
} from './report/integration-report.ts';
export { readReport, reportFile } from './report/report-store.ts';
