import { patternMatcher } from '../pattern/matches-pattern.ts';
import type { DeploymentPlan } from '../plan.ts';
import { isUsable } from './check-paths.ts';
import type { FileIndex } from './file-index.ts';
import { errorFinding, warningFinding, type PlanFinding } from './plan-finding.ts';

/** Whether what may be claimed is there, is nobody's, and is offered to agents of the plan. Who owns a path owns it all the same, so that is a warning. */
export function checkClaimable(plan: DeploymentPlan, tracked: FileIndex | undefined): readonly PlanFinding[] {
  const { claimable = [], agents } = plan;
  const known = new Set(agents.map(({ id }) => id));
  const ownerOf = ownerFinder(plan);
  return claimable.flatMap((entry, index): readonly PlanFinding[] => {
    const where = `claimable[${index}]`;
    const warn = (rule: PlanFinding['rule'], message: string): PlanFinding =>
      warningFinding(rule, `${where}.path`, { message: `${entry.path} ${message}`, fix: 'Remove it from claimable' });
    const owner = ownerOf(entry.path);
    return [
      ...entry.agents.flatMap((id, at) =>
        known.has(id)
          ? []
          : [
              errorFinding('claimable-agent-unknown', `${where}.agents[${at}]`, {
                message: `"${id}" is no agent of this plan`,
                fix: 'Remove it',
              }),
            ],
      ),
      ...(owner === undefined ? [] : [warn('claimable-owned', `is said to be claimable, and ${owner}`)]),
      ...(claimable.findIndex(({ path }) => path === entry.path) < index
        ? [warn('claimable-repeated', 'is listed twice')]
        : []),
      ...(tracked === undefined || tracked.has(entry.path)
        ? []
        : [warn('claimable-missing', 'is not there, so there is nothing to claim')]),
    ];
  });
}

/** Patterns that cannot be used are passed over: their own finding names them. */
function ownerFinder({ agents, shared }: DeploymentPlan): (path: string) => string | undefined {
  const owners = [
    ...shared.map(({ path }, at) => ({ path, where: `shared[${at}].path`, words: 'it is shared' })),
    ...agents.flatMap(({ id, owns, creates }, index) => [
      ...owns.map((path, at) => ({ path, where: `agents[${index}].owns[${at}]`, words: `${id} owns it` })),
      ...creates.map((path, at) => ({ path, where: `agents[${index}].creates[${at}]`, words: `${id} promises it` })),
    ]),
  ]
    .filter(isUsable)
    .map(({ path, where, words }) => ({
      words,
      matches: where.includes('.creates[') ? (other: string) => other === path : patternMatcher(path),
    }));
  return (path) => owners.find(({ matches }) => matches(path))?.words;
}
