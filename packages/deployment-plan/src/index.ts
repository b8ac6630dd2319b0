/** Deployment plans: which agent writes which paths, in which order their work is merged, and the proof that it fits together. */
export { planSchemaVersion, sharedRules } from './plan.ts';
export type {
  Check,
  ClaimablePath,
  Decision,
  DeploymentPlan,
  Estimate,
  PathReviewers,
  PlanBase,
  PlannedAgent,
  PlannedIssue,
  SharedPath,
  SharedRule,
  SymbolShare,
  WithUnknownFields,
} from './plan.ts';
export { errors as planErrors } from './errors.ts';
export { branchName, planIdFor, slug } from './plan-names.ts';
export { allOthers, symbolOwner, symbolSharesText, symbolWords } from './symbol-split.ts';
export { agentName, uniqueName } from './agent/agent-name.ts';
export { estimateWork } from './agent/estimate-work.ts';
export type { WorkSize } from './agent/estimate-work.ts';
export { roleFor } from './agent/role-for.ts';
export { parsePlan } from './parse-plan.ts';
export { serialisePlan, withUnknown } from './serialise-plan.ts';
export { listPlans, planFile, readPlan, writePlan } from './plan-store.ts';
export type { PlanList, StoredPlan, UnreadablePlan } from './plan-store.ts';
export { findPlan } from './find-plan.ts';
export type { FindPlanOptions } from './find-plan.ts';
export { assertPlan, checkPlan } from './check-plan.ts';
export type { CheckPlanOptions } from './check-plan.ts';
export type { PlanFinding, PlanRule } from './check/plan-finding.ts';
export { checksOf } from './checks-of.ts';
export { dependantsOf, mergeOrder } from './merge-order.ts';
export { claimPath, releasePath } from './change-ownership.ts';
export type { ChangedPlan, OwnershipClaim } from './change-ownership.ts';
export { claimableBy, claimableOf } from './claimable.ts';
export { branchProblem } from './check/check-names.ts';
export { reviewersOf } from './reviewers.ts';
export { agentOf, mayWrite, ownerOf, ownershipOf } from './ownership.ts';
export type { Owner, Ownership } from './ownership.ts';
export { matchesPattern, patternExpression, patternMatcher } from './pattern/matches-pattern.ts';
export { patternsOverlap } from './pattern/patterns-overlap.ts';

// For the readers of other artefacts that hold parts of a plan.
export { readCheck, readClaimable, readIssue, readShared } from './read-current-plan.ts';
export { firstText, firstTexts } from './ancestor/ancestor-fields.ts';
export { readAncestorAgent } from './ancestor/read-ancestor-agent.ts';
