import {
  allOthers,
  branchName,
  estimateWork,
  mergeOrder,
  roleFor,
  slug,
  type DeploymentPlan,
  type PlannedAgent,
  type SymbolShare,
} from '@cdev/deployment-plan';

/** The first agent does the second one's work too. */
export function mergeAgents(plan: DeploymentPlan, first: string, second: string): DeploymentPlan {
  const [one, two] = [first, second].map((id) => plan.agents.find((agent) => agent.id === id));
  if (!one || !two || one === two) return plan;
  const both = <Item>(of: (agent: PlannedAgent) => readonly Item[]): Item[] => [...new Set([...of(one), ...of(two)])];
  const [owns, creates, criteria] = [
    both((agent) => agent.owns),
    both((agent) => agent.creates),
    both((agent) => agent.criteria),
  ];
  const merged: PlannedAgent = {
    ...one,
    role: roleFor([...owns, ...creates]),
    title: `${one.title} + ${two.title}`,
    task: `${one.task}\n\n${two.task}`,
    owns: owns.toSorted(),
    creates: creates.toSorted(),
    reads: both((agent) => agent.reads).filter((path) => !owns.includes(path)),
    criteria,
    checks: both((agent) => agent.checks),
    dependsOn: both((agent) => agent.dependsOn).filter((id) => id !== first && id !== second),
    estimate: estimateWork({
      files: Math.max(owns.length, creates.length),
      creates: creates.length,
      criteria: criteria.length,
    }),
    reasons: [...one.reasons, ...two.reasons, `${second} was merged into it at the terminal`],
  };
  const agents = plan.agents.filter((agent) => agent !== two).map((agent) => (agent === one ? merged : agent));
  return withNames(plan, agents, (id) => (id === second ? first : id));
}

/** @returns the plan as it is where nothing is left of the name */
export function renameAgent(plan: DeploymentPlan, id: string, name: string): DeploymentPlan {
  const named = slug(name);
  if (named === '') return plan;
  const agents = plan.agents.map((agent) =>
    agent.id === id ? { ...agent, id: named, branch: branchName(plan.id, named) } : agent,
  );
  return withNames(plan, agents, (old) => (old === id ? named : old));
}

function withNames(
  plan: DeploymentPlan,
  agents: readonly PlannedAgent[],
  nameOf: (id: string) => string,
): DeploymentPlan {
  const named = agents.map((agent) => ({
    ...agent,
    dependsOn: [...new Set(agent.dependsOn.map(nameOf))].filter((id) => id !== agent.id),
  }));
  return {
    ...plan,
    agents: named,
    shared: plan.shared.map((entry) => ({
      ...entry,
      agents: [...new Set(entry.agents.map(nameOf))],
      ...(entry.symbols && { symbols: sharesOf(entry.symbols, nameOf) }),
    })),
    ...(plan.claimable && {
      claimable: plan.claimable.map((entry) => ({ ...entry, agents: [...new Set(entry.agents.map(nameOf))] })),
    }),
    mergeOrder: mergeOrder(inOrder(named, plan.mergeOrder.map(nameOf))),
  };
}

/** As they were merged before, by what imports what. */
function inOrder(agents: readonly PlannedAgent[], order: readonly string[]): readonly PlannedAgent[] {
  return agents.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
}

/** Of those that one agent now has, one; what it may change beside all others needs no name. */
function sharesOf(symbols: readonly SymbolShare[], nameOf: (id: string) => string): readonly SymbolShare[] {
  return [...Map.groupBy(symbols, ({ agent }) => nameOf(agent))].map(([agent, shares]) => {
    const names = shares.flatMap((share) => share.names);
    return { ...shares[0], agent, names: names.includes(allOthers) ? [allOthers] : names };
  });
}
