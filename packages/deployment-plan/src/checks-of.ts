import { agentOf } from './ownership.ts';
import type { Check, DeploymentPlan } from './plan.ts';

/**
 * What a tree with the work of these agents has to pass: their own checks, quick and close to their work, and then the plan's, each command once.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN
 */
export function checksOf(plan: DeploymentPlan, ...agentIds: readonly string[]): readonly Check[] {
  const all = [...agentIds.flatMap((id) => agentOf(plan, id).checks), ...plan.checks];
  return all.filter(({ command }, at) => all.findIndex((other) => other.command === command) === at);
}
