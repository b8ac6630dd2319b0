import { agentName, branchName, estimateWork, roleFor, uniqueName, type PlannedAgent } from '@cdev/deployment-plan';
import type { OwnedPaths, SharedPaths } from '../ownership/assign-paths.ts';
import type { GroupDependency } from '../ownership/form-groups.ts';
import { titleOf, type Group } from '../ownership/group.ts';

export interface AssembleAgentsInput {
  readonly planId: string;
  readonly groups: readonly Group[];
  readonly owned: readonly OwnedPaths[];
  readonly shared: readonly SharedPaths[];
  readonly dependencies: readonly GroupDependency[];
  /** What concerns all parts of the issue. */
  readonly preface: string;
}

/** The agents of a plan, one for each group, in their order. */
export function assembleAgents({
  planId,
  groups,
  owned,
  shared,
  dependencies,
  preface,
}: AssembleAgentsInput): PlannedAgent[] {
  const taken = new Set<string>();
  const ids = groups.map((group, at) => {
    const id = uniqueName(agentName(group.studied[0]?.requirement.title ?? '') || `agent-${at + 1}`, taken);
    taken.add(id);
    return id;
  });
  return groups.map((group, at): PlannedAgent => {
    const paths = owned[at] ?? { owns: [], creates: [], reads: [], reasons: [] };
    const parts = shared.filter(({ split, groups: by }) => split && by?.includes(at)).map(({ path }) => path);
    const own = dependencies.filter(({ from }) => from === at);
    const id = ids[at] ?? '';
    return {
      id,
      role: roleFor([...paths.owns, ...paths.creates, ...parts]),
      title: titleOf(group),
      task: taskText(group, preface),
      branch: branchName(planId, id),
      owns: paths.owns,
      creates: paths.creates,
      reads: paths.reads,
      dependsOn: own.map(({ on }) => ids[on] ?? ''),
      criteria: group.studied.flatMap(({ requirement }) => requirement.criteria),
      // The plan's checks hold for all; a copy in each agent would go on running after somebody changed them there.
      checks: [],
      estimate: estimate(group, { ...paths, owns: [...paths.owns, ...parts] }),
      reasons: [...group.reasons, ...own.map(({ on, reason }) => `waits for ${ids[on]}: ${reason}`), ...paths.reasons],
    };
  });
}

function taskText({ studied }: Group, preface: string): string {
  const parts = studied.map(({ requirement: { title, text } }) => `# ${title}\n\n${text}`);
  return [...parts, ...(preface === '' ? [] : [`# For all parts of the issue\n\n${preface}`])].join('\n\n').trim();
}

function estimate({ studied }: Group, { owns, creates }: OwnedPaths): PlannedAgent['estimate'] {
  const criteria = studied.reduce((sum, { requirement }) => sum + requirement.criteria.length, 0);
  return estimateWork({ files: Math.max(owns.length, creates.length), creates: creates.length, criteria });
}
