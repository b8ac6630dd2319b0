import { isCdevError } from '@cdev/core/errors';
import { mergeOrder } from '../merge-order.ts';
import type { DeploymentPlan } from '../plan.ts';
import { errorFinding, type PlanFinding } from './plan-finding.ts';

/** Who waits for whom, and whether the merge order respects it. */
export function checkDependencies(plan: DeploymentPlan): readonly PlanFinding[] {
  const cycle = findCycle(plan);
  return [...checkUnknown(plan), ...cycle, ...checkOrder(plan)];
}

function checkUnknown({ agents }: DeploymentPlan): readonly PlanFinding[] {
  const known = new Set(agents.map(({ id }) => id));
  return agents.flatMap(({ id, dependsOn }, index) =>
    dependsOn.flatMap((dependency, at) =>
      known.has(dependency)
        ? []
        : [
            errorFinding('dependency-unknown', `agents[${index}].dependsOn[${at}]`, {
              message: `${id} waits for "${dependency}", which is no agent of this plan`,
              fix: `Remove it, or use one of: ${[...known].join(', ')}`,
            }),
          ],
    ),
  );
}

function findCycle({ agents }: DeploymentPlan): readonly PlanFinding[] {
  try {
    mergeOrder(agents);
    return [];
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_PLAN_CYCLE')) throw error;
    return [errorFinding('dependency-cycle', 'agents', { message: error.message, fix: error.steps[0] })];
  }
}

function checkOrder({ agents, mergeOrder: order }: DeploymentPlan): readonly PlanFinding[] {
  const ids = agents.map(({ id }) => id);
  const refuse = (where: string, message: string, fix: string): PlanFinding =>
    errorFinding('merge-order', where, { message, fix });
  const findings = order.flatMap((id, index) => {
    if (!ids.includes(id)) return [refuse(`mergeOrder[${index}]`, `"${id}" is no agent of this plan`, 'Remove it')];
    return order.indexOf(id) < index
      ? [refuse(`mergeOrder[${index}]`, `"${id}" stands twice`, 'Remove one of them')]
      : [];
  });
  const missing = ids.filter((id) => !order.includes(id));
  if (missing.length > 0)
    findings.push(refuse('mergeOrder', `It leaves out ${missing.join(', ')}`, 'Add them behind what they depend on'));
  for (const { id, dependsOn } of agents)
    for (const dependency of dependsOn)
      if (order.includes(id) && order.indexOf(dependency) > order.indexOf(id))
        findings.push(
          refuse(
            `mergeOrder[${order.indexOf(id)}]`,
            `${id} is merged before ${dependency}, which it depends on`,
            `Move ${id} behind ${dependency}`,
          ),
        );
  return findings;
}
