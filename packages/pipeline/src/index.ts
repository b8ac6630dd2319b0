/** Pipelines: steps of shell and scripts with needs, matrix, conditions, retries, approval and cache; a run goes on where it was interrupted. */
export { errors as pipelineErrors } from './errors.ts';
export { findPipeline } from './find-pipeline.ts';
export type { FoundPipeline } from './find-pipeline.ts';
export type { RunStatus, StepStatus } from './journal/journal-event.ts';
export type { PipelinePlan, PlannedStep } from './plan/pipeline-plan.ts';
export { planPipeline } from './plan/plan-pipeline.ts';
export type { PipelineRun, StepReport } from './run/pipeline-run.ts';
export { runPipeline } from './run/run-pipeline.ts';
export type { RunPipelineOptions } from './run/run-pipeline.ts';
export { parsePipelines } from './source/parse-pipelines.ts';
export type { InputSource, PipelineSource, StepSource } from './source/pipeline-source.ts';
export { pipelineFile, readPipelines } from './source/read-pipelines.ts';
export type { PipelineCollection } from './source/read-pipelines.ts';
