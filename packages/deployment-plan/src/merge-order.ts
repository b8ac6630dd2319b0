import { errors } from './errors.ts';
import type { PlannedAgent } from './plan.ts';

type Node = Pick<PlannedAgent, 'id' | 'dependsOn'>;

/**
 * All ids, dependencies first; agents that are free of each other keep the order they are given in. Dependencies on agents that are
 * not there are passed over: `checkPlan` names them.
 * @throws CDEV_E_PLAN_CYCLE naming the agents of one circle.
 */
export function mergeOrder(agents: readonly Node[]): readonly string[] {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const order = new Set<string>();
  const visit = (agent: Node, trail: readonly string[]): void => {
    if (order.has(agent.id)) return;
    if (trail.includes(agent.id)) {
      const cycle = [...trail.slice(trail.indexOf(agent.id)), agent.id].join(' → ');
      throw errors.make('CDEV_E_PLAN_CYCLE', { cycle });
    }
    for (const id of agent.dependsOn) {
      const dependency = byId.get(id);
      if (dependency) visit(dependency, [...trail, agent.id]);
    }
    order.add(agent.id);
  };
  for (const agent of agents) visit(agent, []);
  return [...order];
}

/** Every agent that waits for `id`, directly or through others, in the order of the plan. */
export function dependantsOf(plan: { readonly agents: readonly Node[] }, id: string): readonly string[] {
  const found = new Set<string>([id]);
  let before = 0;
  while (found.size > before) {
    before = found.size;
    for (const agent of plan.agents) if (agent.dependsOn.some((on) => found.has(on))) found.add(agent.id);
  }
  return plan.agents.map((agent) => agent.id).filter((agent) => agent !== id && found.has(agent));
}
