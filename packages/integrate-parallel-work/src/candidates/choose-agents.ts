import type { DeploymentPlan, PlannedAgent } from '@cdev/deployment-plan';
import { errors } from '../errors.ts';
import type { IntegrateOptions } from '../options.ts';

export interface ChosenAgents {
  /** In merge order. */
  readonly chosen: readonly PlannedAgent[];
  readonly skipped: readonly PlannedAgent[];
}

/**
 * The agents asked for, in the plan's merge order or with those of `order` first.
 * @throws CDEV_E_INTEGRATE_AGENT_UNKNOWN, CDEV_E_INTEGRATE_ORDER_INVALID
 */
export function chooseAgents(
  plan: DeploymentPlan,
  { order, only, skip }: Pick<IntegrateOptions, 'order' | 'only' | 'skip'>,
): ChosenAgents {
  const agents = new Map(plan.agents.map((agent) => [agent.id, agent]));
  const unknown = [...order, ...only, ...skip].find((id) => !agents.has(id));
  if (unknown !== undefined) {
    const known = [...agents.keys()].join(', ');
    throw errors.make('CDEV_E_INTEGRATE_AGENT_UNKNOWN', { agent: unknown, plan: plan.id, known });
  }
  const ids = [...new Set([...order, ...plan.mergeOrder, ...agents.keys()])];
  const sorted = ids.flatMap((id) => agents.get(id) ?? []);
  const isChosen = ({ id }: PlannedAgent): boolean => (only.length === 0 || only.includes(id)) && !skip.includes(id);
  const chosen = sorted.filter(isChosen);
  assertOrder(chosen);
  return { chosen, skipped: sorted.filter((agent) => !isChosen(agent)) };
}

function assertOrder(agents: readonly PlannedAgent[]): void {
  for (const [at, { id, dependsOn }] of agents.entries()) {
    const late = agents.slice(at + 1).find((other) => dependsOn.includes(other.id));
    if (late) throw errors.make('CDEV_E_INTEGRATE_ORDER_INVALID', { agent: id, dependency: late.id });
  }
}
