import { patternMatcher } from './pattern/matches-pattern.ts';
import type { ClaimablePath, DeploymentPlan } from './plan.ts';

/**
 * The claimable files that a path or pattern stands for; none when it is not listed, undefined when the plan has no such list.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function claimableOf({ claimable }: DeploymentPlan, pattern: string): readonly ClaimablePath[] | undefined {
  const matches = patternMatcher(pattern);
  return claimable?.filter(({ path }) => matches(path));
}

/** The claimable files that an agent is told of: those it is likely to need, and those that are for nobody in particular; undefined when the plan has no such list. */
export function claimableBy(
  { claimable }: Pick<DeploymentPlan, 'claimable'>,
  agentId: string,
): readonly ClaimablePath[] | undefined {
  return claimable?.filter(({ agents }) => agents.length === 0 || agents.includes(agentId));
}
