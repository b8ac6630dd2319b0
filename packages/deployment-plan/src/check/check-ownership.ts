import { mayWrite } from '../ownership.ts';
import { isExactPath, patternMatcher } from '../pattern/matches-pattern.ts';
import { patternsOverlap } from '../pattern/patterns-overlap.ts';
import type { DeploymentPlan, PlannedAgent } from '../plan.ts';
import { createFileIndex, type FileIndex } from './file-index.ts';
import { isUsable } from './check-paths.ts';
import { errorFinding, warningFinding, type PlanFinding } from './plan-finding.ts';

/** What each agent owns and promises, and how that goes with the shared paths. `tracked` is undefined when it is not known. */
export function checkOwnership(plan: DeploymentPlan, tracked: FileIndex | undefined): readonly PlanFinding[] {
  return [
    ...plan.agents.flatMap((agent, index) => [
      ...checkEmpty(plan, agent, index),
      ...checkPromises(plan, agent, index),
      ...(tracked ? checkAgainstTracked({ agent, index, tracked }) : []),
    ]),
    ...checkPromiseConflicts(plan),
    ...plan.shared.flatMap((_, index) => checkShared(plan, index)),
  ];
}

function checkEmpty({ shared }: DeploymentPlan, { id, owns }: PlannedAgent, index: number): readonly PlanFinding[] {
  // What is split by symbol is work of its own.
  const hasPart = shared.some((entry) => entry.rule === 'symbols' && mayWrite(entry, id));
  if (owns.length > 0 || hasPart) return [];
  const where = `agents[${index}].owns`;
  const fix = 'Name the paths it may write';
  return shared.some((entry) => mayWrite(entry, id))
    ? [warningFinding('ownership-empty', where, { message: `${id} owns nothing and may write shared paths only`, fix })]
    : [errorFinding('ownership-empty', where, { message: `${id} owns nothing: all it writes would be refused`, fix })];
}

function checkPromises(plan: DeploymentPlan, agent: PlannedAgent, index: number): readonly PlanFinding[] {
  const matchers = usable(agent, index).map(({ path }) => patternMatcher(path));
  return agent.creates.flatMap((path, at) => {
    const where = `agents[${index}].creates[${at}]`;
    if (!isUsable({ path, where })) return [];
    const shared = plan.shared.find((entry) => patternMatcher(entry.path)(path));
    if (shared ? mayWrite(shared, agent.id) : matchers.some((matches) => matches(path))) return [];
    const message = shared
      ? `${agent.id} promises ${path}, which is shared between others only`
      : `${agent.id} promises ${path}, which it does not own`;
    return [
      errorFinding('promise-outside-ownership', where, {
        message,
        fix: `Add ${path} to what ${agent.id} owns, or drop the promise`,
      }),
    ];
  });
}

function usable({ owns }: PlannedAgent, index: number): readonly { path: string; where: string }[] {
  return owns.map((path, at) => ({ path, where: `agents[${index}].owns[${at}]` })).filter(isUsable);
}

interface AgentAgainstTracked {
  readonly agent: PlannedAgent;
  readonly index: number;
  readonly tracked: FileIndex;
}

function checkAgainstTracked({ agent, index, tracked }: AgentAgainstTracked): readonly PlanFinding[] {
  const promised = createFileIndex(agent.creates);
  const isThere = (pattern: string): boolean => tracked.matches(pattern) || promised.matches(pattern);
  return usable(agent, index).flatMap(({ path, where }) => {
    if (isThere(path)) return [];
    if (isExactPath(path) && isThere(`${path}/**`))
      return [
        errorFinding('ownership-folder', where, {
          message: `"${path}" is a folder, and only files are written`,
          fix: `Write ${path}/**`,
        }),
      ];
    if (isNewFolder(path, tracked)) return [];
    return [
      warningFinding('ownership-unmatched', where, {
        message: `"${path}" matches no tracked file, and ${agent.id} promises none there`,
        fix: `Correct the path, or promise the new file under "creates"`,
      }),
    ];
  });
}

/** `src/search/**` beside other files: a folder that the agent is to make, and no slip of the pen. Nor is all of an empty repository. */
function isNewFolder(pattern: string, tracked: FileIndex): boolean {
  if (pattern === '**') return true;
  const folder = pattern.endsWith('/**') ? pattern.slice(0, -3) : undefined;
  if (folder === undefined || !isExactPath(folder)) return false;
  const parent = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  return parent === '' || tracked.matches(`${parent}/**`);
}

/** A file and a folder cannot have one name, whoever makes them. */
function checkPromiseConflicts({ agents }: DeploymentPlan): readonly PlanFinding[] {
  const owners = new Map(agents.flatMap(({ id, creates }) => creates.map((path) => [path, id] as const)));
  return agents.flatMap(({ id, creates }, index) =>
    creates.flatMap((path, at) => {
      const folder = foldersOf(path).find((candidate) => owners.has(candidate));
      if (folder === undefined) return [];
      const message = `${id} promises ${path}, but ${owners.get(folder) ?? ''} promises a file called ${folder}`;
      return [
        errorFinding('promise-conflict', `agents[${index}].creates[${at}]`, { message, fix: 'Rename one of them' }),
      ];
    }),
  );
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}

function checkShared({ agents, shared }: DeploymentPlan, index: number): readonly PlanFinding[] {
  const entry = shared[index];
  const where = `shared[${index}]`;
  if (!entry) return [];
  const known = new Set(['*', ...agents.map(({ id }) => id)]);
  const findings = entry.agents.flatMap((id, at) =>
    known.has(id)
      ? []
      : [
          errorFinding('shared-agent-unknown', `${where}.agents[${at}]`, {
            message: `"${id}" is no agent of this plan`,
            fix: 'Remove it',
          }),
        ],
  );
  if (entry.agents.length === 0)
    findings.push(
      errorFinding('shared-agent-unknown', `${where}.agents`, {
        message: `${entry.path} is shared between nobody`,
        fix: "Name agents, or '*' for all",
      }),
    );
  if (!isUsable({ path: entry.path, where: `${where}.path` })) return findings;
  return [...findings, ...checkSharedAgainstOwners({ agents, shared }, index), ...checkSharedTwice(shared, index)];
}

type Owned = Pick<DeploymentPlan, 'agents' | 'shared'>;

/** Sharing takes a path out of ownership. Owning just that path says the opposite; owning its folder is usual. */
function checkSharedAgainstOwners({ agents, shared }: Owned, index: number): readonly PlanFinding[] {
  const entry = shared[index];
  if (!entry) return [];
  return agents.flatMap((agent, at) => {
    const where = `shared[${index}].path`;
    const overlap = usable(agent, at).find(({ path }) => patternsOverlap(path, entry.path));
    if (!overlap) return [];
    if (usable(agent, at).some(({ path }) => path === entry.path))
      return [
        errorFinding('shared-overlap', where, {
          message: `${entry.path} is shared, and ${agent.id} owns it`,
          fix: `Take it out of one of the two`,
        }),
      ];
    if (mayWrite(entry, agent.id)) return [];
    return [
      warningFinding('shared-overlap', where, {
        message: `${agent.id} owns "${overlap.path}", but within it ${entry.path} is shared between others only`,
        fix: `Add ${agent.id} to the agents of ${entry.path} if it may write there`,
      }),
    ];
  });
}

function checkSharedTwice(shared: DeploymentPlan['shared'], index: number): readonly PlanFinding[] {
  const path = shared[index]?.path ?? '';
  const first = shared.findIndex((entry) => entry.path === path);
  return first < index
    ? [
        errorFinding('shared-overlap', `shared[${index}].path`, {
          message: `${path} is declared shared twice`,
          fix: 'Keep one of them',
        }),
      ]
    : [];
}
