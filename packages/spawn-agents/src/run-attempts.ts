import { setTimeout as pause } from 'node:timers/promises';
import { formatDuration, type Context, type Task } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { agentOf, dependantsOf } from '@cdev/deployment-plan';
import type { AgentEnd } from './agent-end.ts';
import { keepWork } from './attempt/keep-work.ts';
import { runAttempt, type AttemptResult } from './attempt/run-attempt.ts';
import { commitFor } from './commit-for.ts';
import type { Brought } from './dependencies/bring-in.ts';
import { isFatal } from './is-fatal.ts';
import { stateOf, type SpawnRun } from './open-run.ts';
import type { RunAgentOptions } from './run-agent.ts';

export type Attempts = RunAgentOptions & Brought & { readonly task: Task };

/** Attempt after attempt, until one ends well or there are no more. */
export async function runAttempts(run: SpawnRun, options: Attempts, context: Context): Promise<AgentEnd> {
  const { agent, settings, notes, task } = options;
  let { feedback } = options;
  for (let tried = 1; ; tried += 1) {
    const state = await stateOf(run, agent);
    const attempt = state.attempt + 1;
    const worktree = state.workspace as string;
    const { snapshots } = state;
    if (state.attempt > 0)
      await keepWork({ journal: run.journal, agent, worktree, why: `before attempt ${attempt}`, known: snapshots });
    const port = state.ports?.[0];
    const branch = state.branch ?? agentOf(run.plan, agent).branch;
    const onProgress = (text: string): void => task.update(text);
    const result = await runAttempt(
      run,
      { ...options, attempt, worktree, branch, port, feedback, onProgress, used: state },
      context,
    );
    const kept = await keepWork({
      journal: run.journal,
      agent,
      worktree,
      why: `attempt ${attempt} ${result.verdict}`,
      known: (await stateOf(run, agent)).snapshots,
    });
    if (result.verdict === 'done') return finish(run, { ...result, agent, attempt, notes }, worktree);
    const end = { ...result, agent, attempt, notes: [...notes, ...keptNote(kept?.ref)], steps: stepsFor(result) };
    if (result.verdict === 'cancelled' || result.isBraked || tried >= settings.attempts) return end;
    feedback = `The last attempt did not end well. What it wrote is still here.\n\n- ${result.reason}`;
    const wait = settings.backOff * 2 ** (tried - 1);
    context.progress.note(`${agent}: ${result.reason}; tried again in ${formatDuration(wait)}`);
    if (!(await waited(wait, context.signal))) return { ...end, verdict: 'cancelled' };
  }
}

/** Commits work that others build on. Work that cannot be committed is done all the same; who builds on it is told. */
async function finish(
  run: SpawnRun,
  result: AttemptResult & { agent: string; attempt: number; notes: readonly string[] },
  worktree: string,
): Promise<AgentEnd> {
  const { agent } = result;
  const missing = (result.work?.missing ?? []).map((path) => `promised and not there: ${path}`);
  const end = { ...result, notes: [...result.notes, ...missing, ...deniedNotes(result)], steps: stepsFor(result) };
  if (dependantsOf(run.plan, agent).length === 0) return end;
  try {
    return { ...end, commit: await commitFor(run, agent, worktree) };
  } catch (error) {
    if (!isCdevError(error) || isFatal(error)) throw error;
    return { ...end, notes: [...end.notes, `not committed: ${error.message}`], steps: error.steps };
  }
}

function keptNote(ref: string | undefined): string[] {
  return ref === undefined ? [] : [`kept as ${ref}`];
}

function stepsFor({ verdict, log, denied, isBraked }: AttemptResult): string[] {
  if (isBraked) return ['Give it more with --max-tokens or --max-cost, or a smaller task', `See what it did: ${log}`];
  if (verdict === 'timed-out') return ['Give it more time with --time-limit', `See what it did: ${log}`];
  if (verdict === 'cancelled') return [];
  const more = denied.length > 0 ? ['If it needs that, allow it more: --permissions all'] : [];
  return verdict === 'done' ? more : [...more, `See what it did: ${log}`];
}

const mostDenied = 3;

/** Work that ended well may lack what was denied; the assistant's exit code does not say so. */
function deniedNotes({ denied }: AttemptResult): string[] {
  const more = denied.length - mostDenied;
  return [
    ...denied.slice(0, mostDenied).map((text) => `it was not allowed to: ${text}`),
    ...(more > 0 ? [`and ${more} more that it was not allowed to`] : []),
  ];
}

async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(milliseconds, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
