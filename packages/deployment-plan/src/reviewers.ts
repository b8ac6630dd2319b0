import { ownershipOf } from './ownership.ts';
import type { DeploymentPlan, PathReviewers } from './plan.ts';

/**
 * Who is asked to review what one agent may write: what it owns and what it shares with agents that are named, but not what all share.
 * None where the plan names nobody.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_PLAN_PATTERN_INVALID
 */
export function reviewersOf(plan: DeploymentPlan, agentId: string): readonly PathReviewers[] {
  const { owns, isShared } = ownershipOf(plan, agentId);
  const isOwn = (path: string): boolean => owns(path) || (isShared(path)?.agents.includes(agentId) ?? false);
  return (plan.reviewers ?? [])
    .map((entry) => ({ ...entry, paths: entry.paths.filter(isOwn) }))
    .filter(({ paths }) => paths.length > 0);
}
