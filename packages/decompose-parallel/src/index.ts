/** Cuts an issue into agents with exclusive paths; `cli.ts` is the same as a command line. */
export { checkPlanFile } from './check-plan-file.ts';
export type { CheckResult as PlanCheckResult } from './check-plan-file.ts';
export { decomposeParallel } from './decompose-parallel.ts';
export type { DecomposeOptions, DecomposeResult } from './decompose-parallel.ts';
export { errors as decomposeParallelErrors } from './errors.ts';
export { planGraph } from './graph/plan-graph.ts';
export type { GraphFormat, PlanGraph } from './graph/plan-graph.ts';
export { health } from './health.ts';
export { planRequests } from './plan-requests.ts';
export type { PlanRequestsOptions, RequestOwnership, RequestPlan } from './plan-requests.ts';
export { splitIssue } from './requirement/split-issue.ts';
export type { Strategy } from './requirement/split-issue.ts';
export type { Requirement, SplitIssue } from './requirement/requirement.ts';
