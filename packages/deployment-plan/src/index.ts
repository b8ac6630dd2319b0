/** Deployment plans: which agent writes which paths, in which order their work is merged, and the proof that it fits together. */
export { planSchemaVersion, sharedRules } from './plan.ts';
export type {
  Check,
  Decision,
  DeploymentPlan,
  Estimate,
  PlanBase,
  PlannedAgent,
  PlannedIssue,
  SharedPath,
  SharedRule,
  WithUnknownFields,
} from './plan.ts';
export { parsePlan } from './parse-plan.ts';
export { serialisePlan } from './serialise-plan.ts';
export { findPlan, listPlans, planFile, readPlan, writePlan } from './plan-store.ts';
export type { FindPlanOptions, PlanList, StoredPlan, UnreadablePlan } from './plan-store.ts';
export { assertPlan, checkPlan } from './check-plan.ts';
export type { CheckPlanOptions, PlanFinding, PlanRule } from './check-plan.ts';
export { dependantsOf, mergeOrder } from './merge-order.ts';
export { ownerOf, ownershipOf } from './ownership.ts';
export type { Owner, Ownership } from './ownership.ts';
export { matchesPattern, patternsOverlap } from './pattern.ts';
