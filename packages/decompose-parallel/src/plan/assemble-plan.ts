import { runningOrder, type CodeOwners, type Project, type RepositoryIndex } from '@cdev/code-graph';
import {
  allOthers,
  mergeOrder,
  planSchemaVersion,
  type Check,
  type Decision,
  type DeploymentPlan,
  type PlanBase,
  type PlannedIssue,
  type SharedPath,
} from '@cdev/deployment-plan';
import { assembleAgents } from '../agents/assemble-agents.ts';
import type { SharedPaths } from '../ownership/assign-paths.ts';
import { poolPaths } from '../ownership/pool-paths.ts';
import { formGroups, groupDependencies } from '../ownership/form-groups.ts';
import { giveWork } from '../ownership/give-work.ts';
import { numbersOf, type Group, type Studied } from '../ownership/group.ts';
import { importOrder } from '../ownership/import-order.ts';
import type { SplitIssue } from '../requirement/requirement.ts';

export interface AssemblePlanInput {
  /** The plan's. */
  readonly id: string;
  readonly title: string;
  readonly issue: PlannedIssue | undefined;
  readonly base: PlanBase;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly split: SplitIssue;
  readonly studied: readonly Studied[];
  readonly index: RepositoryIndex;
  readonly project: Project;
  readonly codeOwners: CodeOwners | undefined;
  readonly maxAgents: number | 'auto';
  readonly maxFiles: number;
}

/** Composes the plan; pure: the same input gives the same plan. */
export function assemblePlan(input: AssemblePlanInput): DeploymentPlan {
  const { id, split, studied, index, codeOwners, maxAgents, maxFiles } = input;
  const formed = formGroups(studied, index, { maxAgents, codeOwners });
  const { groups, assigned } = giveWork(formed, index, { maxFiles, codeOwners });
  const { owned, shared } = assigned;
  const dependencies = groupDependencies(groups, new Set(index.inventory.files.map(({ path }) => path)));
  const checks = projectChecks(input.project);
  const imported = importOrder(groups, owned, index.graph);
  const agents = assembleAgents({ planId: id, groups, owned, shared, dependencies, preface: split.preface });
  const merged = mergeOrder(imported.order.flatMap((at) => agents[at] ?? []));
  const place = (at: number): number => merged.indexOf(agents[at]?.id ?? '');
  return {
    schemaVersion: planSchemaVersion,
    id,
    title: input.title,
    ...(input.issue && { issue: input.issue }),
    base: input.base,
    createdAt: input.createdAt,
    createdBy: input.createdBy,
    agents,
    shared: shared.map((entry) =>
      sharedPath(
        entry,
        agents.map((agent) => agent.id),
      ),
    ),
    claimable: poolPaths(groups, assigned, index).map(({ path, groups: likely, reason }) => ({
      path,
      agents: likely.map((at) => agents[at]?.id ?? ''),
      reason,
    })),
    mergeOrder: merged,
    checks,
    decisions: [
      {
        decision: split.how,
        reason:
          split.requirements.length === 1
            ? 'what one request asks for is built by one agent'
            : 'each part that can be told apart can be built apart',
      },
      ...groups
        .filter(({ reasons }) => reasons.length > 0)
        .map((group): Decision => ({
          decision: `${numbersOf(group)} go to one agent`,
          reason: group.reasons.join('; '),
        })),
      ...(agents.length === 1
        ? [{ decision: 'one agent', reason: 'there is nothing in it that could be built at the same time by two' }]
        : []),
      ...shared.map(({ path, reason, split }): Decision => ({
        decision: `${path} is ${split ? 'split by symbol' : 'shared'}`,
        reason,
      })),
      ...imported.reasons
        // Who waits for whom goes before what imports what.
        .filter(({ earlier, later }) => place(earlier) < place(later))
        .map(({ earlier, later, reason }): Decision => ({
          decision: `merge ${numbersOf(groups[earlier] as Group)} before ${numbersOf(groups[later] as Group)}`,
          reason,
        })),
      ...studied.flatMap(({ requirement, elsewhere }) =>
        [...elsewhere].map(([path, repository]): Decision => ({
          decision: `nobody owns ${path}, which part ${requirement.number} names`,
          reason: `${repository} is a repository of its own`,
        })),
      ),
      ...(checks.length === 0
        ? [
            {
              decision: 'no checks',
              reason:
                'no test, lint, types or build command was found in the repository; name them under checks in the plan',
            },
          ]
        : []),
    ],
  };
}

function sharedPath({ path, rule, groups, reason, split }: SharedPaths, ids: readonly string[]): SharedPath {
  const idOf = (at: number): string => ids[at] ?? '';
  return {
    path,
    rule,
    agents: groups ? groups.map(idOf) : ['*'],
    reason,
    ...(split && {
      symbols: [
        ...split.shares.map(({ group, names }) => ({ agent: idOf(group), names })),
        { agent: idOf(split.rest), names: [allOthers] },
      ],
    }),
  };
}

const checking = new Set(['build', 'types', 'lint', 'test']);

/** The repository's own commands at its top, each once, and each after those whose output it needs. */
function projectChecks({ commands }: Project): Check[] {
  const checks = commands.filter(
    ({ purpose, folder }, at) =>
      checking.has(purpose) &&
      folder === '.' &&
      commands.findIndex((other) => other.purpose === purpose && other.folder === '.') === at,
  );
  return runningOrder(checks).map(({ purpose, command }) => ({ name: purpose, command }));
}
