import type { AgentVerdict } from '@cdev/agent-run';
import type { Context, Task } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { agentOf } from '@cdev/deployment-plan';
import { restoreSnapshot } from '@cdev/git';
import { runAttempt } from '../../attempt/run-attempt.ts';
import { commitFor } from '../../commit-for.ts';
import { bringIn } from '../../dependencies/bring-in.ts';
import { startFirst } from '../../drivers/index.ts';
import { isFatal } from '../../is-fatal.ts';
import { stateOf, type SpawnRun } from '../../open-run.ts';
import { requireSandbox } from '../../sandbox/require-sandbox.ts';
import { settleAttempt } from '../../settle-attempt.ts';
import { runSettings, type RunSettings } from '../../spawn-options.ts';
import { makeWorkspaces } from '../../workspaces/make-workspaces.ts';
import { planWorkspaces } from '../../workspaces/plan-workspaces.ts';
import { runState } from '@cdev/agent-run';
import type { AttemptRecord } from '../attempt-record.ts';
import type { FleetTask } from '../fleet-task.ts';
import { checkWork } from './check-work.ts';
import type { ObjectCache } from './object-cache.ts';

export interface TaskEnd {
  readonly verdict: AgentVerdict;
  readonly reason?: string | undefined;
  /** Of its work; undefined when there is nothing to promote. */
  readonly commit: string | undefined;
  /** Another attempt would end the same way. */
  readonly isFinal: boolean;
}

export interface RunTaskOptions {
  readonly cache: ObjectCache;
  readonly task: FleetTask;
  /** Of the attempt, over all runs of the plan. */
  readonly number: number;
  /** Of the attempts before, in this run. */
  readonly records: readonly AttemptRecord[];
  /** Why the last one ended, as the engine knows it. */
  readonly reason: string | undefined;
  readonly progress: Task;
}

/** One attempt of the agent, as on the submitter's own machine: workspace, dependencies, sandbox, guard, hooks, budget, verdict, commit, checks. */
export async function runTask(run: SpawnRun, options: RunTaskOptions, context: Context): Promise<TaskEnd> {
  const { cache, task, number, records, progress } = options;
  const { agent, target, base } = task;
  const settings = settingsOf(task);
  if (settings.sandbox) await requireSandbox(settings.network !== 'off', context);
  await startFirst(settings.driver, context);
  const planned = agentOf(run.plan, agent);
  const state = runState(await run.journal.read(), { agents: run.plan.agents });
  const making = { options: task.workspace, start: { target, base }, state, toRun: new Set([agent]) };
  const workspaces = await makeWorkspaces(
    run,
    planWorkspaces(run, [planned], { state, worktrees: undefined }),
    making,
    context,
  );
  try {
    await workspaces.ready(agent);
    const brought = await bringIn(run, agent);
    const { workspace: worktree = '', ports } = await stateOf(run, agent);
    const kept = records.findLast(({ work, isSnapshot }) => isSnapshot && work !== undefined)?.work ?? task.snapshot;
    if (kept !== undefined) await restoreSnapshot(worktree, kept);
    const result = await runAttempt(
      run,
      {
        agent,
        attempt: number,
        worktree,
        branch: planned.branch,
        base: brought.base,
        port: ports?.[0],
        feedback: feedbackOf(options),
        settings,
        used: usedBefore(task, records),
        onProgress: (text) => progress.update(text),
      },
      context,
    );
    const end = await settleAttempt(run, { ...result, agent, attempt: number, notes: brought.notes, worktree });
    const { verdict, reason } = result;
    if (verdict !== 'done') return { verdict, reason, commit: undefined, isFinal: result.isBraked };
    const done = await commit(run, { agent, worktree, known: end.commit?.commit, notes: end.notes });
    if (done.commit === undefined) return done;
    const problem = await checkWork(run, { agent, cache, setup: task.workspace.setup }, context);
    // Its work is in the last snapshot: the next attempt goes on from there and is told.
    return problem === undefined ? done : { verdict: 'failed', reason: problem, commit: undefined, isFinal: false };
  } finally {
    workspaces.cancel();
    await workspaces.settled();
    await workspaces.endLeftBehind(agent);
  }
}

/** Here work travels as commits, also when nobody builds on it. */
async function commit(
  run: SpawnRun,
  {
    agent,
    worktree,
    known,
    notes,
  }: { agent: string; worktree: string; known: string | undefined; notes: readonly string[] },
): Promise<TaskEnd> {
  if (known !== undefined) return { verdict: 'done', commit: known, isFinal: false };
  const refusal = notes.find((text) => text.startsWith('not committed: '));
  try {
    const made = refusal === undefined ? (await commitFor(run, agent, worktree)).commit : undefined;
    if (made !== undefined) return { verdict: 'done', commit: made, isFinal: false };
    return { verdict: 'failed', reason: refusal ?? 'it has nothing to commit', commit: undefined, isFinal: true };
  } catch (error) {
    if (!isCdevError(error) || isFatal(error)) throw error;
    return { verdict: 'failed', reason: `not committed: ${error.message}`, commit: undefined, isFinal: true };
  }
}

function settingsOf({ driver, limits, sandbox, network, workspace }: FleetTask): RunSettings {
  return runSettings(
    {
      driver: driver.name,
      command: driver.command,
      agentArguments: driver.arguments,
      permissions: driver.permissions,
      maxParallel: 1,
      timeLimit: limits.time,
      attempts: 1,
      backOff: 0,
      sameSession: false,
      maxTokens: limits.tokens,
      maxCost: limits.cost,
      maxTurns: limits.turns,
      sandbox,
      network,
      snapshotEvery: limits.snapshotEvery,
      ports: workspace.ports,
    },
    undefined,
  );
}

function usedBefore({ used }: FleetTask, records: readonly AttemptRecord[]): { tokens: number; cost: number } {
  const sum = (of: (record: AttemptRecord) => number): number => records.reduce((all, record) => all + of(record), 0);
  return { tokens: used.tokens + sum(({ tokens }) => tokens), cost: used.cost + sum(({ cost }) => cost) };
}

function feedbackOf({ records, reason, task }: RunTaskOptions): string | undefined {
  if (records.length === 0 && reason === undefined) return task.feedback;
  const kept = records.some(({ isSnapshot, work }) => isSnapshot && work !== undefined)
    ? 'What it wrote is still here.'
    : 'Nothing of what it wrote is here.';
  return `The last attempt did not end well. ${kept}\n\n- ${reason ?? 'its worker was lost'}`;
}
