import { createInbox, guardWorktree } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { processStartTime } from '@cdev/git';
import { bootId } from '../detached/boot-id.ts';
import { obstacleToGoOn } from '../detached/can-go-on.ts';
import { hear } from '../detached/hear.ts';
import { nothingLogged } from '../detached/logged-lines.ts';
import { startDetached } from '../detached/start-detached.ts';
import { currentPlan, type SpawnRun } from '../open-run.ts';
import { shutIn } from '../sandbox/shut-in.ts';
import { writeSkills } from '../workspaces/write-skills.ts';
import { agentEnvironment } from './agent-environment.ts';
import type { AgentLog } from './agent-log.ts';
import type { AttemptOptions } from './attempt-options.ts';
import { taskOf, toolServersFor } from './driver-task.ts';
import { foreignGlobs } from './foreign-globs.ts';
import type { ProcessEnd } from './judge.ts';
import { createListening, type Listening } from './listening.ts';
import { runProcess, type RunProcessOptions } from './run-process.ts';
import { lastSession } from './session-of.ts';
import { writablePaths } from './writable-paths.ts';
import { writeHookFile } from './write-hook-file.ts';
import { writeBriefing } from './write-briefing.ts';

/** Milliseconds an agent has to end by itself when it is told to. */
export const grace = 5000;

/** Starts the agent's process and puts all that it tells where it belongs: log, journal, hooks, brake. */
export async function startAndListen(
  run: SpawnRun,
  options: AttemptOptions & { readonly log: AgentLog },
  context: Context,
): Promise<ProcessEnd> {
  const { agent, attempt, worktree, settings, log } = options;
  const { driver } = settings;
  const plan = await currentPlan(run);
  const briefing = await writeBriefing({ ...options, plan, agentId: agent });
  const { commonDir } = run.repository;
  const command = await guardWorktree({ ...options, commonDir, plan, agentId: agent });
  const writeHook = await writeHookFile({ driver, worktree, command, env: context.env });
  await writeSkills({ commonDir, worktree, driver: driver.name });
  const session = settings.sameSession ? await lastSession(run, { agent, attempt, driver }) : undefined;
  const toolServers = toolServersFor(context);
  const foreign = { worktree, globs: foreignGlobs(plan, agent) };
  const task = taskOf(briefing, { settings, session: session?.id, toolServers, writeHook, foreign });
  const commandLine = await shutIn(run, options, { command: driver.commandLine(task), context });
  const isDetached = settings.whenSupervisorDies === 'continue' && obstacleToGoOn(driver) === undefined;
  const counted = session && { tokens: session.tokens, cost: session.cost };
  const listening = createListening(run, options, { counted, isDetached }, context);
  log.note(`attempt ${attempt} of ${agent} by ${driver.name}`);
  const mark = { ...options, ...briefing, ports: settings.ports, plan: run.plan.id, runFolder: run.paths.folder };
  const started = {
    commandLine,
    driver,
    cwd: worktree,
    env: agentEnvironment(mark, context.env),
    log,
    timeLimit: settings.timeLimit,
    grace,
    signal: listening.signal,
    onStart: listening.onStart,
    onActivity: listening.onActivity,
  };
  const conversation = {
    task,
    worktree,
    permissions: settings.permissions,
    mayWrite: writablePaths({ agent, worktree, plan: () => currentPlan(run) }),
    messages: createInbox(run.journal, agent).read,
    toolServers,
  };
  try {
    const end = await listening.during(() =>
      isDetached
        ? runDetached({ ...started, agent, listening, inherited: context.env })
        : runProcess({ ...started, conversation }),
    );
    return { ...end, brake: listening.brake() };
  } finally {
    await listening.settled();
  }
}

interface Detached extends Omit<RunProcessOptions, 'conversation'> {
  readonly agent: string;
  readonly listening: Listening;
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

/** The same for one that is to outlive this process. */
async function runDetached({ commandLine, env, inherited, listening, ...options }: Detached): Promise<ProcessEnd> {
  const { cwd, log } = options;
  const startedAt = Date.now();
  const pid = await startDetached(commandLine, { cwd, env: { ...inherited, ...env }, log: log.file });
  options.onStart(pid);
  const process = { pid, startTime: processStartTime(pid), boot: bootId(), startedAt };
  return hear({ ...options, ...listening, ...process, heard: 0, logged: nothingLogged });
}
