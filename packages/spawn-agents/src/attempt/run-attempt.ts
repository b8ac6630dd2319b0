import { agentLog, createInbox, guardWorktree, inspectWork, type AgentVerdict, type Work } from '@cdev/agent-run';
import { execPath } from 'node:process';
import { findScript, type Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { processStartTime } from '@cdev/git';
import type { ToolServer } from '../drivers/conversation.ts';
import type { AgentActivity, CommandLine, DriverTask } from '../drivers/index.ts';
import { currentPlan, type SpawnRun } from '../open-run.ts';
import { endAgentProcesses } from '../processes/agent-processes.ts';
import { enterSandbox } from '../sandbox/enter-sandbox.ts';
import type { RunSettings } from '../spawn-options.ts';
import { agentEnvironment } from './agent-environment.ts';
import { createBrake } from './brake.ts';
import { createActivityRecorder } from './activity-recorder.ts';
import { openAgentLog, type AgentLog } from './agent-log.ts';
import { keepPeriodically } from './keep-periodically.ts';
import { judge, type ProcessEnd, type Verdict } from './judge.ts';
import { runProcess } from './run-process.ts';
import { sessionOf } from './session-of.ts';
import { tellHook } from './tell-hook.ts';
import { writablePaths } from './writable-paths.ts';
import { writeSkills } from '../workspaces/write-skills.ts';
import { writeBriefing, type Briefing } from './write-briefing.ts';

export interface AttemptOptions {
  readonly agent: string;
  /** 1 for the first. */
  readonly attempt: number;
  readonly worktree: string;
  readonly branch: string;
  /** Where the agent's own work begins. */
  readonly base: string;
  readonly port: number | undefined;
  readonly feedback: string | undefined;
  readonly settings: RunSettings;
  /** By the attempts before. */
  readonly used: { readonly tokens: number; readonly cost: number };
  /** Told in short what it does. */
  readonly onProgress: (text: string) => void;
}

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

/** Milliseconds an agent has to end by itself when it is told to. */
const grace = 5000;
const strayGrace = 1000;
/** Milliseconds between two entries of an agent in the journal. */
const journalInterval = 2000;

/** One attempt of one agent: briefed, started, listened to, judged; all of it in the journal. */
export async function runAttempt(run: SpawnRun, options: AttemptOptions, context: Context): Promise<AttemptResult> {
  const { agent, attempt, worktree } = options;
  const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt });
  const log = await openAgentLog(file);
  try {
    const end = await startAndListen(run, { ...options, log }, context);
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
    if (stoppedBy !== undefined) return { ...ended, verdict: 'cancelled', reason: stoppedBy };
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
    return { ...ended, verdict, reason };
  } finally {
    const failure = await log.close();
    if (failure !== undefined) context.log.warn(`The log of ${agent} is not complete: ${failure}`, { worktree });
  }
}

async function startAndListen(
  run: SpawnRun,
  options: AttemptOptions & { readonly log: AgentLog },
  context: Context,
): Promise<ProcessEnd> {
  const { agent, attempt, worktree, settings, log, onProgress } = options;
  const { driver } = settings;
  const plan = await currentPlan(run);
  const briefing = await writeBriefing({ ...options, plan, agentId: agent });
  const { commonDir } = run.repository;
  await guardWorktree({ ...options, commonDir, plan, agentId: agent });
  await writeSkills({ commonDir, worktree, driver: driver.name });
  const hook = { plan: plan.id, agent, attempt, worktree };
  let told: Promise<void> = Promise.resolve();
  const session = settings.sameSession ? await lastSession(run, options) : undefined;
  const toolServers = toolServersFor(context);
  const task = taskOf(briefing, { settings, session: session?.id, toolServers });
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
      readLine: driver.readLine,
      converse: driver.converse,
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
        if ('text' in counted) onProgress(counted.text);
      },
    }),
  );
  await started;
  await told;
  await recorder.close();
  return { ...end, brake: brake.reason() };
}

async function shutIn(
  run: SpawnRun,
  { worktree, branch, settings }: AttemptOptions,
  { command, context }: { command: CommandLine; context: Context },
): Promise<CommandLine> {
  const { sandbox, network, driver } = settings;
  if (sandbox !== true) return command;
  const hasNetwork = network !== 'off';
  return enterSandbox(run, command, { worktree, branch, driver: driver.name, hasNetwork, env: context.env });
}

/** The tools of the run, where their script is installed. */
function toolServersFor({ cwd, env }: Context): readonly ToolServer[] {
  const bin = findScript('mcp', { from: import.meta.url, cwd, env });
  return bin === undefined ? [] : [{ name: 'cdev', command: execPath, args: [bin] }];
}

function taskOf(
  briefing: Briefing,
  {
    settings,
    session,
    toolServers,
  }: { settings: RunSettings; session: string | undefined; toolServers: readonly ToolServer[] },
): DriverTask {
  const { context, prompt } = briefing;
  const commands = [...context.checks, ...context.commands].map(({ command }) => command);
  return {
    prompt,
    promptFile: briefing.promptFile,
    permissions: settings.permissions,
    allowedCommands: [...new Set(commands)],
    session,
    toolServers,
    extraArguments: settings.agentArguments,
  };
}

async function lastSession(
  run: SpawnRun,
  { agent, attempt, settings }: AttemptOptions,
): Promise<{ id: string; tokens: number; cost: number } | undefined> {
  if (attempt === 1) return undefined;
  const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt: attempt - 1 });
  return sessionOf(file, settings.driver);
}

/** Some assistants count from the beginning of a conversation; what was counted before is taken off. */
function withoutSession(
  activity: AgentActivity,
  session: { readonly tokens: number; readonly cost: number },
  whole: { readonly tokens: boolean; readonly cost: boolean },
): AgentActivity {
  if (activity.kind !== 'usage') return activity;
  const { tokens, cost } = activity;
  return {
    kind: 'usage',
    tokens: whole.tokens ? Math.max(0, tokens - session.tokens) : tokens,
    ...(cost !== undefined && { cost: whole.cost ? Math.max(0, cost - session.cost) : cost }),
  };
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
    const { verdict } = judge(end, { owned: [], shared: [], foreign: [] });
    return { verdict, reason: error.message, work: undefined };
  }
}

/** Another process (`stop`) ended this attempt and has put it into the journal. */
async function stoppedByOther(run: SpawnRun, { agent, attempt }: AttemptOptions): Promise<string | undefined> {
  const events = await run.journal.read();
  const event = events.findLast(
    (candidate) => candidate.type === 'agent-finished' && candidate.agent === agent && candidate.attempt === attempt,
  );
  return event?.type === 'agent-finished' ? (event.reason ?? 'it was stopped') : undefined;
}
