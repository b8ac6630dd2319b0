import type { AgentState } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { dependantsOf } from '@cdev/deployment-plan';
import { isBuildable, type ChosenAgent, type ChosenAgents } from './choose-agents.ts';
import { errors } from './errors.ts';
import type { AgentEnd } from './agent-end.ts';
import { commitFor } from './commit-for.ts';
import { isFatal } from './is-fatal.ts';
import type { WorkValidation } from './dependencies/validate-work.ts';
import { runAgent } from './run-agent.ts';
import { endElsewhere } from './end-elsewhere.ts';
import { readState, stateOf, type SpawnRun } from './open-run.ts';
import { agentsElsewhere } from './schedule/agents-elsewhere.ts';
import { runInOrder } from './schedule/run-in-order.ts';
import type { RunSettings } from './spawn-options.ts';
import type { Workspaces } from './workspaces/make-workspaces.ts';

export interface AgentsRun {
  /** In the order in which they ended. */
  readonly ended: readonly AgentEnd[];
  /** Chosen, but what they depend on is not there. */
  readonly notStarted: readonly { readonly agent: string; readonly reason: string }[];
}

/** Runs the chosen agents in the order of their dependencies. @throws CDEV_E_SPAWN_INTERRUPTED */
export async function runAgents(
  run: SpawnRun,
  chosen: ChosenAgents,
  {
    settings,
    workspaces,
    validation,
  }: {
    readonly settings: RunSettings;
    readonly workspaces: Pick<Workspaces, 'ready' | 'endLeftBehind'>;
    readonly validation: Pick<WorkValidation, 'problemOf'>;
  },
  context: Context,
): Promise<AgentsRun> {
  const done = new Set<string>();
  const refused = new Map<string, string>();
  const mayBuildOn = async (agent: string, problem?: string): Promise<boolean> => {
    const found = problem ?? (await validation.problemOf(agent));
    if (found === undefined) return true;
    refused.set(agent, found);
    return false;
  };
  const waitedFor = new Set(run.plan.agents.flatMap(({ id, dependsOn }) => (chosen.toRun.has(id) ? dependsOn : [])));
  for (const agent of chosen.done) if (!waitedFor.has(agent) || (await mayBuildOn(agent))) done.add(agent);
  for (const agent of chosen.toCommit)
    if (await mayBuildOn(agent, await commitLate(run, agent, context))) done.add(agent);
  const ended: AgentEnd[] = [];
  const notStarted = await runInOrder({
    agents: run.plan.agents,
    chosen: new Set(chosen.toRun.keys()),
    done,
    first: new Set([...chosen.toRun].flatMap(([id, { goesOn }]) => (goesOn ? [id] : []))),
    maxParallel: settings.maxParallel,
    signal: context.signal,
    elsewhere: agentsElsewhere(run, mayBuildOn, context),
    run: async (agent) => {
      const { feedback, attempt: seen, goesOn } = chosen.toRun.get(agent) as ChosenAgent;
      const ready = workspaces.ready(agent);
      const end = await runAgent(run, { agent, settings, feedback, seen, ready, goesOn }, context);
      await workspaces.endLeftBehind(agent);
      const isThere = await isThereFor(run, end);
      const isReady = isThere && (dependantsOf(run.plan, agent).length === 0 || (await mayBuildOn(agent)));
      ended.push(isThere && !isReady ? notReady(end, refused.get(agent)) : end);
      return isReady ? 'done' : 'not-done';
    },
  });
  if (context.signal.aborted) {
    const agents = ended.filter(({ verdict }) => verdict === 'cancelled').map(({ agent }) => agent);
    throw errors.make('CDEV_E_SPAWN_INTERRUPTED', { agents: agents.join(', ') });
  }
  const { agents } = await readState(run);
  return {
    ended: ended.map((end) => newest(end, agents.get(end.agent))),
    notStarted: notStarted.map(({ agent, waitsFor }) => ({ agent, reason: reasonFor(waitsFor, { agents, refused }) })),
  };
}

/** Of a run that ended between an agent's end and its commit. @returns why there is nothing to build on; undefined when there is. */
async function commitLate(run: SpawnRun, agent: string, context: Context): Promise<string | undefined> {
  const worktree = (await readState(run)).agents.get(agent)?.workspace;
  if (worktree === undefined) return 'its worktree is gone';
  try {
    const { commit } = await commitFor(run, agent, worktree);
    context.progress.note(`${agent}: had ended well and is committed now`);
    return commit === undefined ? 'it has nothing to commit' : undefined;
  } catch (error) {
    if (!isCdevError(error) || isFatal(error)) throw error;
    return error.message;
  }
}

/** Others build on commits: an agent whose work could not be committed is done, and still nothing to build on. */
async function isThereFor(run: SpawnRun, { agent, verdict, commit, isElsewhere }: AgentEnd): Promise<boolean> {
  if (isElsewhere === true) return isBuildable(await stateOf(run, agent));
  return verdict === 'done' && (commit?.commit !== undefined || dependantsOf(run.plan, agent).length === 0);
}

/** It is done and committed, and its checks do not pass: whoever builds on it would build on that. */
function notReady(end: AgentEnd, problem = ''): AgentEnd {
  const notes = [...end.notes, ...`it is committed, and not ready for others: ${problem}`.split('\n')];
  return { ...end, notes, steps: [...end.steps, `Send it back with what is wrong: --retry ${end.agent}`] };
}

/** One that another process has sent back meanwhile, and seen to its end. */
function newest(end: AgentEnd, state: AgentState | undefined): AgentEnd {
  return state === undefined || state.attempt <= end.attempt ? end : endElsewhere(state);
}

function reasonFor(
  waitsFor: readonly string[],
  { agents, refused }: { agents: ReadonlyMap<string, AgentState>; refused: ReadonlyMap<string, string> },
): string {
  const list = waitsFor.map((id) => `${id} (${agents.get(id)?.status ?? 'planned'})`);
  const reasonsOf = (id: string): readonly string[] =>
    agents.get(id)?.status === 'not-ready' ? (agents.get(id)?.reasons ?? []) : [];
  const problems = waitsFor.flatMap((id) => refused.get(id) ?? reasonsOf(id));
  return [`it depends on ${list.join(', ')}`, ...problems].join('\n');
}
