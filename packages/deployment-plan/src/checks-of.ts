import { agentOf } from './ownership.ts';
import type { Check, DeploymentPlan } from './plan.ts';

/**
 * The agent's own checks and then the plan's, each command once.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN
 */
export function checksOf(plan: DeploymentPlan, agentId: string): readonly Check[] {
  const all = [...agentOf(plan, agentId).checks, ...plan.checks];
  return all.filter(({ command }, at) => all.findIndex((other) => other.command === command) === at);
}
