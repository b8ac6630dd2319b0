export interface Weighted {
  readonly id: string;
  readonly dependsOn: readonly string[];
  readonly estimate: { readonly minutes: number };
}

/** For each agent the minutes from its start to the end of the longest chain that waits for it. The plan has no cycle. */
export function remainingMinutes(agents: readonly Weighted[]): ReadonlyMap<string, number> {
  const remaining = new Map<string, number>();
  const measure = (agent: Weighted): number => {
    const known = remaining.get(agent.id);
    if (known !== undefined) return known;
    const after = agents.filter(({ dependsOn }) => dependsOn.includes(agent.id)).map(measure);
    const minutes = agent.estimate.minutes + Math.max(0, ...after);
    remaining.set(agent.id, minutes);
    return minutes;
  };
  for (const agent of agents) measure(agent);
  return remaining;
}
