/** GitHub workflows on this machine, without containers: read, planned, run, and what could not be run told with its reason. */
export { errors as workflowErrors } from './errors.ts';
export { readWorkflow, readWorkflows } from './source/read-workflows.ts';
export type { WorkflowReading } from './source/read-workflows.ts';
export { parseWorkflow } from './source/parse-workflow.ts';
export { parseValues } from './source/read-values.ts';
export { createSourceReader } from './source/source-reader.ts';
export type { Availability, SourceReader } from './source/source-reader.ts';
export type {
  ActionSource,
  EventFilter,
  InputSource,
  JobSource,
  StepSource,
  WorkflowSource,
} from './source/workflow-source.ts';
export { Names, NotKnown, NotKnownError } from './expression/context-data.ts';
export {
  evaluateCondition,
  evaluateExpression,
  evaluateValue,
  ExpressionProblem,
  interpolate,
} from './expression/evaluate.ts';
export type { Scope, StatusAnswers } from './expression/evaluate.ts';
export { asText } from './expression/as-text.ts';
export { globPaths } from './expression/glob-paths.ts';
export { hashFiles } from './expression/hash-files.ts';
export { hashFilesFunction, parseExpression, statusFunctions } from './expression/parse-expression.ts';
export { splitTemplate } from './expression/template.ts';
export type { TemplatePart } from './expression/template.ts';
export { matchesFilter } from './plan/filter-pattern.ts';
export { planWorkflow } from './plan/plan-workflow.ts';
export type { JobPlan, NotRun, PlanOptions, Prospect, StepPlan, WorkflowPlan } from './plan/workflow-plan.ts';
export type { EventRequest, PlannedEvent } from './plan/plan-event.ts';
export { describeCombination, expandMatrix, MatrixProblem } from './plan/expand-matrix.ts';
export type { Combination } from './plan/expand-matrix.ts';
export type { RepositoryFacts } from './plan/repository-facts.ts';
export type { Machine, System } from './plan/runner-system.ts';
export { CommandFileProblem, parseCommandFile } from './run/command-file.ts';
export { shellFor, ShellProblem } from './run/shell.ts';
export { runPlan } from './run/run-plan.ts';
export type { RunContext, RunOptions } from './run/run-context.ts';
export type {
  Annotation,
  JobResult,
  JobStatus,
  RunEvent,
  RunStatus,
  StepResult,
  StepStatus,
  WorkflowRun,
} from './run/workflow-run.ts';
