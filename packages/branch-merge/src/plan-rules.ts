import { patternMatcher, type DeploymentPlan } from '@cdev/deployment-plan';
import type { MergeRule } from '@cdev/structured-merge';

/**
 * The merge rule that the plan declares for a shared path; undefined for any other, and for a file that is split by symbol: that is code, merged as such.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function rulesOf(plan: Pick<DeploymentPlan, 'shared'>): (path: string) => MergeRule | undefined {
  const shared = plan.shared.map(({ path, rule }) => ({ matches: patternMatcher(path), rule }));
  return (path) => {
    const rule = shared.find(({ matches }) => matches(path))?.rule;
    return rule === 'symbols' ? undefined : rule;
  };
}
