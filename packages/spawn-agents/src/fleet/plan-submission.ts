import { createHash } from 'node:crypto';
import type { TaskDefinition } from '@cdev/agent-fleet';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { AgentState } from '@cdev/agent-run';
import { agentOf, assertPlan, checksOf, serialisePlan, type PlannedAgent } from '@cdev/deployment-plan';
import { commitTree, isAncestor, listFiles, listRefs, replaceInTree, resolveCommit } from '@cdev/git';
import { chooseAgents, type ChosenAgents } from '../choose-agents.ts';
import { errors } from '../errors.ts';
import { readState, type SpawnRun } from '../open-run.ts';
import { resolveStart, type Start } from '../resolve-start.ts';
import { remainingMinutes } from '../schedule/critical-path.ts';
import { lastDriver, runSettings, type RunSettings, type SpawnOptions } from '../spawn-options.ts';
import { briefRef, fetchRefs, keeper } from './fleet-remote.ts';
import { taskDefinition, type FleetTask } from './fleet-task.ts';

/** What is to be given to a fleet. */
export interface Submission {
  readonly start: Start;
  readonly settings: RunSettings;
  readonly chosen: ChosenAgents;
  /** Chosen, and what they depend on neither is there nor comes. */
  readonly notStarted: readonly { readonly agent: string; readonly waitsFor: readonly string[] }[];
  readonly agents: readonly PlannedAgent[];
}

/**
 * Decides which agents go, as a run on this machine would. Nothing is changed, and nothing asked of the remote.
 * @param refused agents that ended well and on whose work nobody may build
 */
export async function planSubmission(
  run: SpawnRun,
  options: SpawnOptions,
  refused: ReadonlySet<string> = new Set(),
): Promise<Submission> {
  const { plan, repository } = run;
  const state = await readState(run);
  const start = await resolveStart(repository, { plan, state, target: options.target });
  assertPlan(plan, { trackedFiles: await listFiles(repository, start.base) });
  const chosen = chooseAgents(plan, state, options);
  const settings = runSettings(options, lastDriver(state));
  // A task that waits for nobody's work for ever would never be claimed.
  const going = new Set(chosen.toRun.keys());
  const missing = (id: string): string[] =>
    agentOf(plan, id).dependsOn.filter(
      (needed) => (!chosen.done.has(needed) || refused.has(needed)) && !going.has(needed),
    );
  const notStarted = new Map<string, readonly string[]>();
  for (let before = -1; before !== going.size;) {
    before = going.size;
    for (const id of going) {
      const waitsFor = missing(id);
      if (waitsFor.length === 0) continue;
      going.delete(id);
      notStarted.set(id, waitsFor);
    }
  }
  return {
    start,
    settings,
    chosen,
    notStarted: [...notStarted].map(([agent, waitsFor]) => ({ agent, waitsFor })),
    agents: plan.agents.filter(({ id }) => going.has(id)),
  };
}

/** The run's name at the engine: the same for everybody who submits this plan for the same time. */
export function runName({ plan }: SpawnRun, { base, target }: Start, generation: number): string {
  const of = createHash('sha256').update([plan.id, plan.createdAt, base, target].join('\0')).digest('hex').slice(0, 8);
  return `${plan.id}.${of}.${generation}`;
}

export interface Prepared {
  readonly tasks: readonly TaskDefinition[];
  /** What is to be pushed. */
  readonly brief: FleetTask['brief'];
}

/** Makes the commit that workers start from, and the tasks. Moves no branch. */
export async function prepareTasks(
  run: SpawnRun,
  place: FencePlace,
  {
    name,
    submission,
    options,
    labels,
  }: {
    readonly name: string;
    readonly submission: Submission;
    readonly options: SpawnOptions;
    readonly labels: readonly string[];
  },
): Promise<Prepared> {
  const { plan, repository } = run;
  const { start, agents } = submission;
  const { agents: states } = await readState(run);
  // What is there of an earlier run, to go on from it.
  await fetchRefs(place, [`+refs/heads/cdev/${plan.id}/*:refs/cdev/remote/${plan.id}/*`]);
  const remote = new Map(
    (await listRefs(repository, `refs/cdev/remote/${plan.id}/`)).map((ref) => [ref.name, ref.oid]),
  );
  const begun = await Promise.all(
    agents.map(async (agent) => {
      const state = states.get(agent.id) as AgentState;
      const from = remote.get(`refs/cdev/remote/${plan.id}/${agent.branch.split('/').at(-1)}`);
      const tip = await resolveCommit(repository, `refs/heads/${state.branch ?? agent.branch}`);
      const begins = state.attempt === 0 && tip === start.base ? from : (tip ?? from);
      if (from !== undefined && begins !== undefined && !(await isAncestor(repository, from, begins)))
        throw errors.make('CDEV_E_SPAWN_FLEET_BRANCH_APART', {
          branch: agent.branch,
          remote: options.remote ?? 'origin',
        });
      const snapshot = state.attempt > 0 ? state.snapshots.at(-1)?.commit : undefined;
      const isThere = snapshot !== undefined && (await resolveCommit(repository, snapshot)) !== undefined;
      return { agent, state, from, begins, snapshot: isThere ? snapshot : undefined };
    }),
  );
  const going = new Set(agents.map(({ id }) => id));
  const dependencies = Object.fromEntries(
    agents
      .flatMap(({ dependsOn }) => dependsOn.filter((id) => !going.has(id)))
      .flatMap((id) => {
        const commit = states.get(id)?.commit;
        return commit === undefined ? [] : [[id, commit]];
      }),
  ) as Record<string, string>;
  const rest = begun.flatMap(({ state, begins, snapshot }) => [state.base, begins, snapshot]);
  const parents = new Set([start.base, ...Object.values(dependencies), ...rest].filter((one) => one !== undefined));
  const brief = { ref: briefRef(name), commit: await writeBrief(run, [...parents]) };
  const minutes = remainingMinutes(plan.agents);
  const tasks = begun.map(({ agent, state, from, begins, snapshot }) => {
    const task = fleetTask(
      submission,
      {
        plan: plan.id,
        agent: agent.id,
        brief,
        target: start.target,
        base: state.base ?? start.base,
        ...(begins !== undefined && { start: begins }),
        ...(from !== undefined && { from }),
        ...(snapshot !== undefined && { snapshot }),
        dependsOn: agent.dependsOn.filter((id) => going.has(id)),
        dependencies: Object.fromEntries(
          agent.dependsOn.flatMap((id) => (dependencies[id] === undefined ? [] : [[id, dependencies[id]]])),
        ),
        attemptsBefore: state.attempt,
        used: { tokens: state.tokens, cost: state.cost },
      },
      options,
    );
    const seconds = checksOf(plan, agent.id).reduce((sum, { timeLimit = 600 }) => sum + timeLimit, 0);
    return taskDefinition(task, {
      checks: seconds * 1000,
      dependsOn: task.dependsOn,
      labels: [...labels, ...wanted(task)],
      priority: Math.min(1000, Math.round(minutes.get(agent.id) ?? 0)),
    });
  });
  return { tasks, brief };
}

/** The same inputs give the same commit: two who submit the same plan submit the same tasks. */
async function writeBrief({ repository, plan }: SpawnRun, parents: readonly string[]): Promise<string> {
  const tree = await replaceInTree(repository, undefined, [{ path: 'plan.yaml', content: serialisePlan(plan) }]);
  const message = `The plan ${plan.id} for workers`;
  const by = { author: keeper, committer: keeper, time: plan.createdAt };
  return commitTree(repository, { tree, parents, message, ...by });
}

type Own = Pick<
  FleetTask,
  | 'plan'
  | 'agent'
  | 'brief'
  | 'target'
  | 'base'
  | 'start'
  | 'from'
  | 'snapshot'
  | 'dependsOn'
  | 'dependencies'
  | 'attemptsBefore'
  | 'used'
>;

function fleetTask({ settings, chosen }: Submission, own: Own, options: SpawnOptions): FleetTask {
  const feedback = chosen.toRun.get(own.agent)?.feedback;
  const { maxTokens: tokens, maxCost: cost, maxTurns: turns, snapshotEvery, timeLimit: time } = settings;
  const { sparse, dependencies, setup, setupTimeLimit, ready, readyTimeLimit, ports } = options;
  const task = {
    ...own,
    feedback,
    attempts: settings.attempts,
    backOff: settings.backOff,
    driver: {
      name: settings.driver.name,
      command: options.command,
      arguments: settings.agentArguments,
      permissions: settings.permissions,
    },
    limits: { time, tokens, cost, turns, snapshotEvery },
    sandbox: settings.sandbox ?? false,
    network: settings.network ?? 'on',
    workspace: { sparse, dependencies, setup, setupTimeLimit, ready, readyTimeLimit, ports },
  };
  // What is undefined is nothing in JSON.
  return JSON.parse(JSON.stringify(task)) as FleetTask;
}

/** What a machine must have for it, as `worker` says of itself. */
function wanted({ driver, sandbox }: FleetTask): string[] {
  const program = driver.name === 'command' || driver.name === 'acp' ? [] : [`driver/${driver.name}`];
  return [...program, ...(sandbox ? ['sandbox'] : [])];
}
