import { setTimeout as pause } from 'node:timers/promises';
import type { AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { agentOf } from '@cdev/deployment-plan';
import { isCdevError } from '@cdev/core/errors';
import { holderOfLock, isProcessAlive } from '@cdev/git';
import { holdAgent, holderOfAgent, isTaken } from './agent-hold.ts';
import { closeAttempt, endAgent, recover, type Recovered } from './attempt/recover.ts';
import { errors } from './errors.ts';
import { readFleetRecord } from './fleet/fleet-record.ts';
import { stopOnFleet } from './fleet/stop-on-fleet.ts';
import {
  asOnlyRunner,
  holderOf,
  openRun,
  readState,
  runnerLock,
  stateOf,
  type RunHolder,
  type SpawnRun,
} from './open-run.ts';
import { tellingDisk } from './telling-disk.ts';

export interface StopOptions {
  readonly plan: string | undefined;
  /** Ids; empty for all. */
  readonly only: readonly string[];
  /** Of a run on a fleet. */
  readonly engine?: string | undefined;
  readonly isDryRun: boolean;
}

export interface StopResult {
  readonly plan: string;
  readonly isDryRun: boolean;
  /** The process that looked after the agents, when it was ended too. */
  readonly runner: number | undefined;
  readonly stopped: readonly (Recovered | { readonly agent: string; readonly attempt: number })[];
}

const reason = 'it was stopped';
/** Milliseconds for the runner to end its agents and to write down how they ended. */
const patience = 30_000;

/**
 * Ends running agents and keeps their work. All of them: the process that looks after them is told to end, which ends them in order;
 * what it leaves is ended here. Some of them: it goes on with the others, and has let go of these when this returns.
 * @throws CDEV_E_SPAWN_NO_RUN, CDEV_E_SPAWN_STOP_FAILED, CDEV_E_SPAWN_AGENT_LIVES, CDEV_E_PLAN_AGENT_UNKNOWN
 */
export async function stopAgents(options: StopOptions, context: Context): Promise<Outcome<StopResult>> {
  return tellingDisk(() => stop(options, context));
}

async function stop(options: StopOptions, context: Context): Promise<Outcome<StopResult>> {
  const run = await openRun(options.plan, context);
  const { plan } = run;
  for (const id of options.only) agentOf(plan, id);
  const record = await readFleetRecord(run);
  if (record?.isOpen === true) {
    const stopped = await stopOnFleet(run, { ...options, record, engine: options.engine }, context);
    return { result: { plan: plan.id, isDryRun: options.isDryRun, runner: undefined, stopped }, status: 'ok' };
  }
  const { agents, lastSeq } = await readState(run);
  if (lastSeq === 0) throw errors.make('CDEV_E_SPAWN_NO_RUN', { plan: plan.id });
  const isNamed = ({ id }: AgentState): boolean => options.only.length === 0 || options.only.includes(id);
  // Between two attempts it is not at work, and would be. The runner's own end with the runner.
  const isHeld = (id: string): boolean =>
    options.only.length === 0 ? isTaken(run, id) : holderOfAgent(run, id) !== undefined;
  const isInHand = ({ id, status }: AgentState): boolean => status === 'running' || (status === 'failed' && isHeld(id));
  const running = [...agents.values()].filter((agent) => isInHand(agent) && isNamed(agent));
  const described = { plan: plan.id, isDryRun: options.isDryRun };
  if (options.isDryRun) {
    const stopped = running.map(({ id, attempt }) => ({ agent: id, attempt }));
    return { result: { ...described, runner: undefined, stopped }, status: 'ok' };
  }
  const ended = options.only.length === 0 ? await stopAll(run, running) : await stopSome(run, running, reason);
  return { result: { ...described, ...ended }, status: 'ok' };
}

/** Ends these, and returns when whoever had them in hand has let go. The journal says why. */
export async function stopSome(
  run: SpawnRun,
  running: readonly AgentState[],
  why: string,
): Promise<Pick<StopResult, 'runner' | 'stopped'>> {
  const stopped: Recovered[] = [];
  for (const state of running) {
    const { id: agent, attempt, startedAt } = state;
    const duration = startedAt === undefined ? 0 : Math.max(0, Date.now() - Date.parse(startedAt));
    // Before it ends: whoever looks after it reads here that it did not fail.
    await run.journal.append({ type: 'agent-finished', agent, attempt, verdict: 'cancelled', duration, reason: why });
    const { ended } = await endAgent(run, state);
    // As it stands now: whoever had it in hand may have kept its work too.
    const close = async (): Promise<Recovered> =>
      closeAttempt(run, { ...(await stateOf(run, agent)), attempt, status: 'failed' }, { ended, reason: why });
    stopped.push(await holdAgent(run, agent, { waitLimit: patience }, close).catch(notLetGo(run)));
  }
  if (running.length > 0) await othersAtWork(run);
  return { runner: undefined, stopped };
}

function notLetGo(run: SpawnRun): (error: unknown) => never {
  return (error) => {
    if (!isCdevError(error, 'CDEV_E_GIT_LOCK_HELD')) throw error;
    throw stopFailed(run, error.details as { pid: number });
  };
}

/** Until the runner has others in hand or has gone: whoever sends the stopped agent back at once must not meet a runner that is about to go. */
async function othersAtWork(run: SpawnRun): Promise<void> {
  for (const deadline = performance.now() + patience; ; await pause(50)) {
    const runner = holderOfLock(runnerLock(run));
    if (runner === undefined || run.plan.agents.some(({ id }) => holderOfAgent(run, id) !== undefined)) return;
    if (performance.now() > deadline) throw stopFailed(run, runner);
  }
}

/** Also those in the hands of a person, whom nobody looks after. */
async function stopAll(run: SpawnRun, all: readonly AgentState[]): Promise<Pick<StopResult, 'runner' | 'stopped'>> {
  const taken = all.filter(({ id }) => isTaken(run, id));
  const { stopped } = await stopSome(run, taken, reason);
  const rest = await stopRun(
    run,
    all.filter((one) => !taken.includes(one)),
  );
  return { ...rest, stopped: [...stopped, ...rest.stopped] };
}

async function stopRun(run: SpawnRun, running: readonly AgentState[]): Promise<Pick<StopResult, 'runner' | 'stopped'>> {
  let runner: RunHolder | undefined;
  for (const deadline = performance.now() + patience; ; await pause(100)) {
    try {
      const left = await asOnlyRunner(run, () => recover(run));
      const byRunner = running
        .filter(({ id }) => !left.some(({ agent }) => agent === id))
        .map(({ id, attempt }) => ({ agent: id, attempt }));
      return { runner: runner?.pid, stopped: [...byRunner, ...left] };
    } catch (error) {
      const holder = holderOf(error);
      if (!holder || performance.now() > deadline) throw holder ? stopFailed(run, holder) : error;
      if (runner?.pid !== holder.pid) {
        runner = holder;
        if (isProcessAlive(holder.pid, holder.startTime)) process.kill(holder.pid, 'SIGTERM');
      }
    }
  }
}

function stopFailed({ plan }: SpawnRun, { pid }: Pick<RunHolder, 'pid'>): Error {
  const parameters = { plan: plan.id, holder: `process ${pid}`, waited: `${patience / 1000} s` };
  return errors.make('CDEV_E_SPAWN_STOP_FAILED', parameters);
}
