import { setTimeout as pause } from 'node:timers/promises';
import { promptFile } from '@cdev/agent-run';
import { formatDuration, type Context, type Task } from '@cdev/core/cli';
import { agentOf } from '@cdev/deployment-plan';
import type { AgentEnd } from './agent-end.ts';
import { isThere } from './attempt/is-there.ts';
import { keepWork } from './attempt/keep-work.ts';
import { runAttempt } from './attempt/run-attempt.ts';
import { listenAgain } from './detached/listen-again.ts';
import type { Brought } from './dependencies/bring-in.ts';
import { settleAttempt } from './settle-attempt.ts';
import { stateOf, type SpawnRun } from './open-run.ts';
import type { RunAgentOptions } from './run-agent.ts';

export type Attempts = RunAgentOptions & Brought & { readonly task: Task };

/** Attempt after attempt, until one ends well or there are no more. */
export async function runAttempts(run: SpawnRun, options: Attempts, context: Context): Promise<AgentEnd> {
  const { agent, settings, notes, task } = options;
  let { feedback } = options;
  for (let tried = 1; ; tried += 1) {
    const state = await stateOf(run, agent);
    const isOpen = options.goesOn === true && tried === 1;
    const attempt = isOpen ? state.attempt : state.attempt + 1;
    const worktree = state.workspace as string;
    const { snapshots } = state;
    // Briefed: a run may have been killed when its agent was at work already and the journal did not say so yet.
    const mayHaveWork = state.attempt > 0 || (await isThere(promptFile(worktree)));
    if (mayHaveWork && !isOpen)
      await keepWork({ journal: run.journal, agent, worktree, why: `before attempt ${attempt}`, known: snapshots });
    const port = state.ports?.[0];
    const branch = state.branch ?? agentOf(run.plan, agent).branch;
    const onProgress = (text: string): void => task.update(text);
    const result = await runAttempt(
      run,
      {
        ...options,
        attempt,
        worktree,
        branch,
        port,
        feedback,
        onProgress,
        used: state,
        ...(isOpen && { listen: listenAgain }),
      },
      context,
    );
    const end = await settleAttempt(run, { ...result, agent, attempt, notes, worktree });
    if (result.verdict === 'done') return end;
    if (result.verdict === 'cancelled' || result.isBraked || tried >= settings.attempts) return end;
    feedback = `The last attempt did not end well. What it wrote is still here.\n\n- ${result.reason}`;
    const wait = settings.backOff * 2 ** (tried - 1);
    context.progress.note(`${agent}: ${result.reason}; tried again in ${formatDuration(wait)}`);
    const stopped = await stoppedWhile(run, { agent, wait, signal: context.signal });
    if (stopped !== undefined) return { ...end, verdict: 'cancelled', reason: stopped };
  }
}

/** Milliseconds between two looks into the journal. */
const interval = 500;

/** Waits before the next attempt. @returns why there is to be none: this process is to end, or `stop` has put it into the journal */
async function stoppedWhile(
  run: SpawnRun,
  { agent, wait, signal }: { agent: string; wait: number; signal: AbortSignal },
): Promise<string | undefined> {
  for (const until = performance.now() + wait; ;) {
    const left = until - performance.now();
    await pause(Math.min(interval, Math.max(0, left)), undefined, { signal }).catch(() => {});
    if (signal.aborted) return 'it was ended before its next attempt';
    const { ended, reasons } = await stateOf(run, agent);
    if (ended === 'cancelled') return reasons[0] ?? 'it was stopped';
    if (left <= interval) return undefined;
  }
}
