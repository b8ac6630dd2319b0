import type { Context } from '@cdev/core/cli';
import { processStartTime } from '@cdev/git';
import { bootId } from '../detached/boot-id.ts';
import { retryText, type AgentActivity } from '../drivers/index.ts';
import type { SpawnRun } from '../open-run.ts';
import { createActivityRecorder } from './activity-recorder.ts';
import type { AgentLog } from './agent-log.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { createBrake } from './brake.ts';
import type { ProcessEnd } from './judge.ts';
import { keepPeriodically } from './keep-periodically.ts';
import { withoutSession, type Session } from './session-of.ts';
import { tellHook } from './tell-hook.ts';

/** Milliseconds between two entries of an agent in the journal. */
const journalInterval = 2000;

/** What an attempt was begun with. */
export interface Beginning {
  /** Of the conversation that it goes on with. */
  readonly counted: Pick<Session, 'tokens' | 'cost'> | undefined;
  readonly isDetached: boolean;
}

/** All that tells of an agent at work goes through here: to the journal, the hooks, the brake. */
export interface Listening {
  /** Ends the agent: this process is to end, its budget is used up, or the journal cannot be written. */
  readonly signal: AbortSignal;
  readonly onStart: (pid: number) => void;
  readonly onActivity: (activity: AgentActivity) => void;
  /** Of one that the journal has already. */
  readonly onOldActivity: (activity: AgentActivity) => void;
  readonly onHeard: (bytes: number) => void;
  /** Keeps its work meanwhile. */
  readonly during: <Result>(action: () => Promise<Result>) => Promise<Result>;
  /** Resolves when all is written. */
  readonly settled: () => Promise<void>;
  /** Why the brake ended it. */
  readonly brake: () => ProcessEnd['brake'];
}

export function createListening(
  run: SpawnRun,
  options: AttemptOptions & { readonly log: AgentLog },
  { counted, isDetached }: Beginning,
  context: Context,
): Listening {
  const { agent, attempt, worktree, settings, log, onProgress } = options;
  const { driver, hooks } = settings;
  const { journal } = run;
  const happening = { plan: run.plan.id, agent, attempt, worktree };
  const failed = new AbortController();
  const brake = createBrake(settings, options.used, () => failed.abort());
  const recorder = createActivityRecorder({
    journal,
    agent,
    attempt,
    worktree,
    interval: journalInterval,
    isTracked: isDetached,
  });
  let told: Promise<void> = Promise.resolve();
  let started: Promise<unknown> = Promise.resolve();
  return {
    signal: AbortSignal.any([context.signal, failed.signal]),
    onStart: (pid) => {
      const startTime = processStartTime(pid);
      const detached = isDetached && { detached: { boot: bootId(), ...(counted && { counted }) } };
      const event = { agent, attempt, driver: driver.name, pid, startTime, log: log.file, ...detached } as const;
      // An agent that nobody could find again must not go on.
      started = journal.append({ type: 'agent-started', ...event }).catch((error: unknown) => {
        failed.abort();
        throw error;
      });
      started.catch(() => {});
      told = tellHook(hooks, { event: 'started', ...happening }, context);
    },
    onActivity: (activity) => {
      const own = counted ? withoutSession(activity, counted, driver.countsWholeSession) : activity;
      recorder.record(own);
      brake.count(own);
      if (own.kind === 'permission-denied') {
        const denied = { event: 'blocked', ...happening, reason: own.text } as const;
        told = told.then(() => tellHook(hooks, denied, context));
      }
      if ('text' in own) onProgress(own.kind === 'retry' ? retryText(own) : own.text);
    },
    // What it has used is in the sum of the attempts before.
    onOldActivity: (activity) => {
      if (activity.kind !== 'usage') brake.count(activity);
    },
    onHeard: recorder.reached,
    during: (action) =>
      keepPeriodically(
        {
          journal,
          agent,
          worktree,
          interval: settings.snapshotEvery,
          onFailure: (error) => log.note(`no snapshot could be made: ${String(error)}`),
        },
        action,
      ),
    settled: async () => {
      await started;
      await told;
      await recorder.close();
    },
    brake: brake.reason,
  };
}
