/** The issues of Linear that have all of this in common. */
export interface IssueGroup {
  /** A team's key or name. */
  readonly team?: string | undefined;
  /** A project's name, or the id at the end of its address. */
  readonly project?: string | undefined;
  /** A cycle's number or name, or `current`. */
  readonly cycle?: string | undefined;
  /** Words that stand in the issue. */
  readonly query?: string | undefined;
}

const names = ['team', 'project', 'cycle', 'query'] as const;

/** The group in words: `team ENG, cycle current`; empty when it says nothing. */
export function groupText(group: IssueGroup): string {
  return names.flatMap((name) => (group[name] === undefined ? [] : [`${name} ${group[name]}`])).join(', ');
}

/** The group as Linear's filter, narrowed to what changed at or after `since`. */
export function groupFilter({ team, project, cycle, query }: IssueGroup, since: string | undefined): object {
  return {
    ...(team !== undefined && { team: { or: [{ key: same(team) }, { name: same(team) }] } }),
    ...(project !== undefined && { project: { or: [{ name: same(project) }, { slugId: same(project) }] } }),
    ...(cycle !== undefined && { cycle: cycleFilter(cycle) }),
    ...(query !== undefined && { searchableContent: { contains: query } }),
    // "At" is included: two issues may have changed in the same millisecond, on either side of the last pass.
    ...(since !== undefined && { updatedAt: { gte: since } }),
  };
}

function same(text: string): object {
  return { eqIgnoreCase: text };
}

function cycleFilter(cycle: string): object {
  if (cycle.toLowerCase() === 'current') return { isActive: { eq: true } };
  return /^\d+$/.test(cycle) ? { number: { eq: Number(cycle) } } : { name: same(cycle) };
}
