import { createInbox, guardWorktree } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { processStartTime } from '@cdev/git';
import { retryText } from '../drivers/index.ts';
import { currentPlan, type SpawnRun } from '../open-run.ts';
import { shutIn } from '../sandbox/shut-in.ts';
import { writeSkills } from '../workspaces/write-skills.ts';
import { createActivityRecorder } from './activity-recorder.ts';
import { agentEnvironment } from './agent-environment.ts';
import type { AgentLog } from './agent-log.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { createBrake } from './brake.ts';
import { taskOf, toolServersFor } from './driver-task.ts';
import type { ProcessEnd } from './judge.ts';
import { keepPeriodically } from './keep-periodically.ts';
import { runProcess } from './run-process.ts';
import { lastSession, withoutSession } from './session-of.ts';
import { tellHook } from './tell-hook.ts';
import { writablePaths } from './writable-paths.ts';
import { writeHookFile } from './write-hook-file.ts';
import { writeBriefing } from './write-briefing.ts';

/** Milliseconds an agent has to end by itself when it is told to. */
const grace = 5000;
/** Milliseconds between two entries of an agent in the journal. */
const journalInterval = 2000;

/** Starts the agent's process and puts all that it tells where it belongs: log, journal, hooks, brake. */
export async function startAndListen(
  run: SpawnRun,
  options: AttemptOptions & { readonly log: AgentLog },
  context: Context,
): Promise<ProcessEnd> {
  const { agent, attempt, worktree, settings, log, onProgress } = options;
  const { driver } = settings;
  const plan = await currentPlan(run);
  const briefing = await writeBriefing({ ...options, plan, agentId: agent });
  const { commonDir } = run.repository;
  const command = await guardWorktree({ ...options, commonDir, plan, agentId: agent });
  const writeHook = await writeHookFile({ driver, worktree, command, env: context.env });
  await writeSkills({ commonDir, worktree, driver: driver.name });
  const hook = { plan: plan.id, agent, attempt, worktree };
  let told: Promise<void> = Promise.resolve();
  const session = settings.sameSession ? await lastSession(run, { agent, attempt, driver }) : undefined;
  const toolServers = toolServersFor(context);
  const task = taskOf(briefing, { settings, session: session?.id, toolServers, writeHook });
  const commandLine = await shutIn(run, options, { command: driver.commandLine(task), context });
  const recorder = createActivityRecorder({
    journal: run.journal,
    agent,
    attempt,
    worktree,
    interval: journalInterval,
  });
  const failed = new AbortController();
  const brake = createBrake(settings, options.used, () => failed.abort());
  let started: Promise<unknown> = Promise.resolve();
  const keeping = {
    journal: run.journal,
    agent,
    worktree,
    interval: settings.snapshotEvery,
    onFailure: (error: unknown) => log.note(`no snapshot could be made: ${String(error)}`),
  };
  log.note(`attempt ${attempt} of ${agent} by ${driver.name}`);
  const end = await keepPeriodically(keeping, () =>
    runProcess({
      commandLine,
      driver,
      conversation: {
        task,
        worktree,
        permissions: settings.permissions,
        mayWrite: writablePaths({ agent, worktree, plan: () => currentPlan(run) }),
        messages: createInbox(run.journal, agent).read,
        toolServers,
      },
      cwd: worktree,
      env: agentEnvironment(
        { ...options, ...briefing, ports: settings.ports, plan: run.plan.id, runFolder: run.paths.folder },
        context.env,
      ),
      log,
      timeLimit: settings.timeLimit,
      grace,
      signal: AbortSignal.any([context.signal, failed.signal]),
      onStart: (pid) => {
        const startTime = processStartTime(pid);
        started = run.journal
          .append({ type: 'agent-started', agent, attempt, driver: driver.name, pid, startTime, log: log.file })
          // An agent that nobody could find again must not go on.
          .catch((error: unknown) => {
            failed.abort();
            throw error;
          });
        started.catch(() => {});
        told = tellHook(settings.hooks, { event: 'started', ...hook }, context);
      },
      onActivity: (activity) => {
        const counted = session ? withoutSession(activity, session, driver.countsWholeSession) : activity;
        recorder.record(counted);
        brake.count(counted);
        if (counted.kind === 'permission-denied') {
          const denied = { event: 'blocked', ...hook, reason: counted.text } as const;
          told = told.then(() => tellHook(settings.hooks, denied, context));
        }
        if ('text' in counted) onProgress(counted.kind === 'retry' ? retryText(counted) : counted.text);
      },
    }),
  );
  await started;
  await told;
  await recorder.close();
  return { ...end, brake: brake.reason() };
}
