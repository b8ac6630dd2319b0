/** The records of runs as OpenTelemetry, and their retention; `cli.ts` is the same as a command line. */
export { exportRuns } from './export/export-runs.ts';
export type { ExportRunsOptions, RunExport } from './export/export-runs.ts';
export type { SignalExport } from './export/export-signal.ts';
export type { Signal } from './otlp/otlp-data.ts';
export type { Protocol } from './endpoint/target.ts';
export { pruneRuns } from './retention/prune-runs.ts';
export type { PrunedRuns, PruneRunsOptions } from './retention/prune-runs.ts';
export { telemetry } from './telemetry.ts';
export type { TelemetryStatus } from './telemetry.ts';
export { errors as telemetryErrors } from './errors.ts';
export { health } from './health.ts';
