import type { AgentState } from '@cdev/agent-run';
import { holdAgent, holderOfAgent } from '../agent-hold.ts';
import { hearRest } from '../detached/hear-rest.ts';
import { errors } from '../errors.ts';
import { agentsAtWork, endAgentProcesses } from '../processes/agent-processes.ts';
import { readState, type SpawnRun } from '../open-run.ts';
import { keepWork } from './keep-work.ts';
import { isThere } from './is-there.ts';

/** What was found of an agent that an earlier run left at work. */
export interface Recovered {
  readonly agent: string;
  readonly attempt: number;
  /** Processes of it that still lived and were ended. */
  readonly ended: number;
  readonly snapshot: string | undefined;
}

const interrupted = 'the run was interrupted';
/** Milliseconds an agent of a run that is gone has to end by itself. */
const grace = 3000;

/**
 * Takes care of agents that the journal has at work although nobody looks after them: their processes are ended, their work is kept in a
 * snapshot, and the journal says that they were cancelled. Only for whoever is the only runner, before it has any agent in hand.
 * @param spared agents that outlive their supervisor and are left to go on
 * @throws CDEV_E_SPAWN_AGENT_LIVES
 */
export async function recover(
  run: SpawnRun,
  { spared = new Set() }: { readonly spared?: ReadonlySet<string> } = {},
): Promise<readonly Recovered[]> {
  const { agents } = await readState(run);
  const recovered: Recovered[] = [];
  // One whose runner was killed between its start and the journal is at work without being known to be.
  const atWork = agentsAtWork(run.paths.folder);
  for (const state of agents.values()) {
    if (state.status !== 'running' && !atWork.has(state.id)) continue;
    if (spared.has(state.id)) continue;
    // On a fleet: whoever watches that run is told how it ends.
    if (state.status === 'running' && state.host !== undefined) continue;
    // A person has its conversation open.
    if (holderOfAgent(run, state.id) !== undefined) continue;
    const { ended } = await endAgent(run, state);
    recovered.push(await closeAttempt(run, state, { ended, reason: interrupted }));
  }
  return recovered;
}

/**
 * The same for one agent, beside the only runner: another process had sent it back and was killed.
 * @throws CDEV_E_SPAWN_AGENT_LIVES, CDEV_E_GIT_LOCK_HELD
 */
export async function recoverOne(run: SpawnRun, agent: string): Promise<readonly Recovered[]> {
  const isLost = async (): Promise<AgentState | undefined> => {
    const state = (await readState(run)).agents.get(agent);
    return state?.status === 'running' ? state : undefined;
  };
  if (holderOfAgent(run, agent) !== undefined || !(await isLost())) return [];
  return holdAgent(run, agent, { waitLimit: grace }, async () => {
    const state = await isLost();
    if (state === undefined) return [];
    const { ended } = await endAgent(run, state);
    return [await closeAttempt(run, state, { ended, reason: interrupted })];
  });
}

/** Ends what lives of an agent. @throws CDEV_E_SPAWN_AGENT_LIVES */
export async function endAgent({ paths }: SpawnRun, state: AgentState): Promise<{ readonly ended: number }> {
  const { id, pid, startTime, status, workspace = '' } = state;
  const known = status === 'running' ? { pid, startTime } : {};
  const { outcome, count } = await endAgentProcesses({ agent: id, runFolder: paths.folder, ...known }, grace);
  if (outcome === 'unknown')
    throw errors.make('CDEV_E_SPAWN_AGENT_LIVES', { agent: id, pid: String(pid), worktree: workspace });
  return { ended: count };
}

/** Keeps the agent's work and says in the journal that it was cancelled. */
export async function closeAttempt(
  run: SpawnRun,
  state: AgentState,
  { ended, reason }: { ended: number; reason: string },
): Promise<Recovered> {
  const { id: agent, attempt, workspace, snapshots, startedAt } = state;
  const { journal } = run;
  await hearRest(run, state);
  const kept =
    workspace !== undefined && (await isThere(workspace))
      ? await keepWork({ journal, agent, worktree: workspace, why: reason, known: snapshots })
      : undefined;
  const duration = startedAt === undefined ? 0 : Math.max(0, Date.now() - Date.parse(startedAt));
  if (state.status === 'running')
    await journal.append({ type: 'agent-finished', agent, attempt, verdict: 'cancelled', duration, reason });
  return { agent, attempt, ended, snapshot: kept?.ref };
}
