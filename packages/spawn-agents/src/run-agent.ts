import { clearLocks } from '@cdev/agent-run';
import type { Context, Task } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import type { AgentEnd } from './agent-end.ts';
import { holdAgent } from './agent-hold.ts';
import { bringIn } from './dependencies/bring-in.ts';
import { endElsewhere } from './end-elsewhere.ts';
import { isFatal } from './is-fatal.ts';
import { stateOf, type SpawnRun } from './open-run.ts';
import { runAttempts } from './run-attempts.ts';
import type { RunSettings } from './spawn-options.ts';
import { diskFailure } from './telling-disk.ts';

export interface RunAgentOptions {
  readonly agent: string;
  readonly settings: RunSettings;
  /** Of the last attempt of an earlier run. */
  readonly feedback: string | undefined;
  /** Its last attempt when it was chosen. */
  readonly seen: number;
  /** That attempt is open: it is listened to again. */
  readonly goesOn?: boolean | undefined;
  /** Its workspace is ready. */
  readonly ready: Promise<void>;
}

/** Milliseconds, as many as a timer takes: whoever has it in hand lets go when its process ends, whatever happens. */
const untilLetGo = 2 ** 31 - 1;

/**
 * Runs one agent until it is done, its attempts are used up, or it is told to end: brings in what it depends on, runs its attempts, and
 * commits its work when others build on it. What can go wrong with an agent is a verdict; only what ends the whole run is thrown.
 */
export async function runAgent(run: SpawnRun, options: RunAgentOptions, context: Context): Promise<AgentEnd> {
  const { agent } = options;
  let task: Task | undefined;
  try {
    if (options.goesOn !== true) await options.ready;
    const begun = (task = context.progress.begin(agent));
    const end = await holdAgent(run, agent, { waitLimit: untilLetGo, signal: context.signal }, async () => {
      const state = await stateOf(run, agent);
      // It must not be started twice.
      if (state.attempt !== options.seen) return endElsewhere(state);
      if (options.goesOn === true) {
        const { base = run.plan.base.commit } = state;
        return state.status === 'running'
          ? runAttempts(run, { ...options, base, notes: [], task: begun }, context)
          : endElsewhere(state);
      }
      await freeOfLocks(run, agent, context);
      return runAttempts(run, { ...options, ...(await bringIn(run, agent)), task: begun }, context);
    });
    if (end.verdict === 'done') begun.done(summary(end));
    else begun.failed(end.reason);
    return end;
  } catch (thrown) {
    const error = diskFailure(thrown) ?? thrown;
    task?.failed((error as Error).message.split('\n')[0]);
    if (!isCdevError(error) || isFatal(error)) throw error;
    return await giveUp(run, agent, error);
  }
}

/** A git that was killed in the middle of an earlier run must not stop this one. */
async function freeOfLocks(run: SpawnRun, agent: string, { progress }: Context): Promise<void> {
  const { workspace, branch } = await stateOf(run, agent);
  if (workspace === undefined || branch === undefined) return;
  for (const text of await clearLocks(run.journal, { worktree: workspace, branch, agent }))
    progress.note(`${agent}: ${text}`);
}

async function giveUp(run: SpawnRun, agent: string, error: CdevError): Promise<AgentEnd> {
  const { attempt } = await stateOf(run, agent);
  const reason = error.message;
  const end = { agent, attempt: attempt + 1, verdict: 'failed', duration: 0, reason } as const;
  await run.journal.append({ type: 'agent-finished', ...end });
  return { ...end, steps: error.steps, notes: [] };
}

function summary({ work, commit }: AgentEnd): string {
  const files = (work?.owned.length ?? 0) + (work?.shared.length ?? 0);
  const foreign = work?.foreign.length ?? 0;
  return [
    `${files} ${files === 1 ? 'file' : 'files'}`,
    ...(foreign > 0 ? [`${foreign} not its own`] : []),
    ...(commit?.commit === undefined ? [] : ['committed']),
  ].join(', ');
}
