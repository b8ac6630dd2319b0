/** Integrates the work of parallel agents into a branch; `cli.ts` is the same as a command line. */
export { integrateParallelWork } from './integrate-parallel-work.ts';
export type { IntegrateResult } from './integrate-parallel-work.ts';
export type { IntegrateOptions, IntegrationStrategy } from './options.ts';
export type { AbortedIntegration } from './abort.ts';
export type { AbsentAgent } from './candidates/candidate.ts';
export { errors as integrateParallelWorkErrors } from './errors.ts';
export type { ForecastAgent, IntegrationForecast } from './forecast/forecast-integration.ts';
export { health } from './health.ts';
export type {
  IntegrationReport,
  ReportedAbsence,
  ReportedMerge,
  ReportedPullRequest,
  ReportedResolution,
} from './report/integration-report.ts';
export type { QueueExplanation } from './order/explanation.ts';
export type { OrderedAgent } from './order/order-candidates.ts';
export type { QueueChoice } from './queue/choose-queue.ts';
export { readReport, reportFile } from './report/report-store.ts';
export { expectedCost } from './queue/expected-cost.ts';
export type { QueueCost, QueueOutlook } from './queue/expected-cost.ts';
export { nextPrefixes } from './queue/next-prefixes.ts';
export type { QueueMode, SearchState } from './queue/next-prefixes.ts';
export { chanceOfBreak, chooseMode, slotsFor } from './queue/queue-mode.ts';
export type { ChosenMode } from './queue/queue-mode.ts';
export { runBatches } from './queue/run-batches.ts';
export type {
  BatchDeeds,
  BatchOutcome,
  Merging,
  Place,
  Queued,
  QueueStart,
  SeenBreaks,
  TestedPrefix,
} from './queue/run-batches.ts';
export { seededRandom, simulateQueue } from './queue/simulate-queue.ts';
export type { Planted, Simulated } from './queue/simulate-queue.ts';
