import { agentLog, inspectWork, type AgentVerdict, type RunEvent, type Work } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { currentPlan, type SpawnRun } from '../open-run.ts';
import { endAgentProcesses } from '../processes/agent-processes.ts';
import { openAgentLog, type AgentLog } from './agent-log.ts';
import { removeOutput } from '../detached/output-files.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { errors } from '../errors.ts';
import { isThere } from './is-there.ts';
import { judge, type ProcessEnd, type Verdict } from './judge.ts';
import { startAndListen } from './start-and-listen.ts';
import { tellHook } from './tell-hook.ts';

export interface AttemptResult {
  readonly verdict: AgentVerdict;
  readonly reason?: string | undefined;
  /** Milliseconds. */
  readonly duration: number;
  readonly log: string;
  /** What there is in the worktree; undefined when it could not be looked at. */
  readonly work: Work | undefined;
  /** Its budget is used up: another attempt would have none. */
  readonly isBraked: boolean;
  /** What it wanted to do and was not allowed to. */
  readonly denied: readonly string[];
}

/** Milliseconds that what an agent left running has to end. */
const strayGrace = 1000;

/** Starts an agent and sees it to its end. */
export type Listen = (
  run: SpawnRun,
  options: AttemptOptions & { readonly log: AgentLog },
  context: Context,
) => Promise<ProcessEnd>;

/**
 * One attempt of one agent: briefed, started, listened to, judged; all of it in the journal.
 * @param options.listen another way to have it at work than without a person
 */
export async function runAttempt(
  run: SpawnRun,
  { listen = startAndListen, ...options }: AttemptOptions & { readonly listen?: Listen | undefined },
  context: Context,
): Promise<AttemptResult> {
  const { agent, attempt, worktree } = options;
  const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt });
  const log = await openAgentLog(file);
  try {
    const end = await listen(run, { ...options, log }, context);
    // What left its process group must not go on writing while the work is judged.
    await endAgentProcesses({ agent, runFolder: run.paths.folder }, strayGrace);
    const { verdict, reason, work } = await look(run, options, end);
    const ended = {
      duration: end.duration,
      log: file,
      work,
      denied: end.deniedPermissions,
      isBraked: end.brake !== undefined,
    };
    const stoppedBy = await stoppedByOther(run, options);
    log.note(`ended: ${stoppedBy ?? verdict}${reason === undefined ? '' : `, ${reason}`}`);
    const happened = { plan: run.plan.id, agent, attempt, worktree, reason: stoppedBy ?? reason };
    const event = stoppedBy === undefined && verdict === 'done' ? 'finished' : 'failed';
    await tellHook(options.settings.hooks, { event, ...happened }, context);
    if (stoppedBy !== undefined) {
      await removeOutput(file);
      return { ...ended, verdict: 'cancelled', reason: stoppedBy };
    }
    await run.journal.append({
      type: 'agent-finished',
      agent,
      attempt,
      verdict,
      ...(end.exitCode !== undefined && { exitCode: end.exitCode }),
      ...(end.signal !== undefined && { signal: end.signal }),
      duration: end.duration,
      ...(reason !== undefined && { reason }),
    });
    await removeOutput(file);
    return { ...ended, verdict, reason };
  } finally {
    const failure = await log.close();
    if (failure !== undefined) context.log.warn(`The log of ${agent} is not complete: ${failure}`, { worktree });
  }
}

/** Not with the caller's signal: also an interrupted agent's work is looked at. */
async function look(
  run: SpawnRun,
  { agent, worktree, base, branch }: AttemptOptions,
  end: ProcessEnd,
): Promise<Verdict & { work: Work | undefined }> {
  try {
    const work = await inspectWork({ worktree, plan: await currentPlan(run), agentId: agent, base });
    const wrongBranch = work.branch === branch ? undefined : work.branch;
    return { ...judge(end, { ...work, wrongBranch }), work };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    if (!(await isThere(worktree))) {
      const gone = errors.make('CDEV_E_SPAWN_WORKTREE_GONE', { agent, worktree });
      return { verdict: end.cancelled ? 'cancelled' : 'failed', reason: gone.message, work: undefined };
    }
    const { verdict } = judge(end, { owned: [], shared: [], foreign: [] });
    return { verdict, reason: error.message, work: undefined };
  }
}

/** Another process (`stop`) ended this attempt, since it was started, and has put it into the journal. */
async function stoppedByOther(run: SpawnRun, { agent, attempt }: AttemptOptions): Promise<string | undefined> {
  const events = await run.journal.read();
  const isOfIt = (event: RunEvent): event is RunEvent & { agent: string; attempt: number } =>
    'attempt' in event && event.agent === agent && event.attempt === attempt;
  const started = events.findLastIndex((event) => event.type === 'agent-started' && isOfIt(event));
  const event = events.slice(started + 1).findLast((one) => one.type === 'agent-finished' && isOfIt(one));
  return event?.type === 'agent-finished' ? (event.reason ?? 'it was stopped') : undefined;
}
