import { agentLog, type AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { agentOf } from '@cdev/deployment-plan';
import type { AgentEnd } from '../agent-end.ts';
import { holdAgent, isTaken } from '../agent-hold.ts';
import { toolServersFor } from '../attempt/driver-task.ts';
import { isThere } from '../attempt/is-there.ts';
import { runAttempt } from '../attempt/run-attempt.ts';
import { sessionOf, type Session } from '../attempt/session-of.ts';
import {
  driverNamed,
  driverNames,
  requireDriver,
  type CommandLine,
  type Driver,
  type WriteHook,
} from '../drivers/index.ts';
import { outputFiles } from '../detached/output-files.ts';
import { errors } from '../errors.ts';
import { openRun, stateOf, type SpawnRun } from '../open-run.ts';
import { requireSandbox } from '../sandbox/require-sandbox.ts';
import { settleAttempt } from '../settle-attempt.ts';
import type { RunSettings } from '../spawn-options.ts';
import { stopSome } from '../stop-agents.ts';
import { listenAtTerminal } from './listen-at-terminal.ts';
import { tellingDisk } from '../telling-disk.ts';

export interface TakeOverOptions {
  readonly agent: string;
  readonly plan: string | undefined;
  /** Further arguments for the assistant. */
  readonly agentArguments: readonly string[];
  /** Shut in, as agents are; and without network when that is off. */
  readonly sandbox?: boolean | undefined;
  readonly network?: 'on' | 'off' | undefined;
  readonly isDryRun: boolean;
}

export interface TakeOverResult {
  readonly plan: string;
  readonly agent: string;
  readonly isDryRun: boolean;
  readonly worktree: string;
  readonly driver: string;
  /** The assistant's own name for the conversation. */
  readonly session: string;
  /** What opens it. */
  readonly command: readonly string[];
  readonly isShutIn: boolean;
  /** The attempt that was (or would be) stopped for it; undefined when the agent was not at work. */
  readonly stopped: number | undefined;
  /** How the conversation's attempt ended; undefined in a dry run. */
  readonly end:
    | (Pick<AgentEnd, 'attempt' | 'verdict' | 'reason' | 'steps' | 'notes'> & {
        /** Paths that were changed and are not its own: they are left out of its commit. */
        readonly foreign: readonly string[];
      })
    | undefined;
}

const takenOver = 'a person has taken it over';
/** Milliseconds for whoever has just stopped to let go. */
const patience = 5000;

/**
 * Stops an agent that works by itself, its work kept, and opens its assistant's own conversation at this terminal, in its worktree. When the person
 * ends it the attempt is judged as any other: verdict, snapshot, and a commit where others build on it.
 * @throws CDEV_E_SPAWN_NO_CONVERSATION, CDEV_E_SPAWN_NO_TERMINAL, CDEV_E_SPAWN_AGENT_TAKEN_OVER, CDEV_E_SPAWN_DRIVER_MISSING,
 * CDEV_E_SPAWN_STOP_FAILED, CDEV_E_SPAWN_SANDBOX_MISSING, CDEV_E_SPAWN_SANDBOX_REFUSED, CDEV_E_SPAWN_NETWORK_OPEN, CDEV_E_PLAN_AGENT_UNKNOWN
 */
export async function takeOverAgent(options: TakeOverOptions, context: Context): Promise<Outcome<TakeOverResult>> {
  return tellingDisk(() => takeOver(options, context));
}

async function takeOver(options: TakeOverOptions, context: Context): Promise<Outcome<TakeOverResult>> {
  const { agent, agentArguments, isDryRun, sandbox = false, network } = options;
  if (network === 'off' && !sandbox) throw errors.make('CDEV_E_SPAWN_NETWORK_OPEN');
  const run = await openRun(options.plan, context);
  agentOf(run.plan, agent);
  const state = await stateOf(run, agent);
  const { driver, resume, session, worktree } = await conversationOf(run, state);
  const toolServers = toolServersFor(context);
  const resumed = { session: session.id, toolServers, extraArguments: agentArguments };
  const command = resume(resumed);
  const open = (writeHook: WriteHook | undefined): CommandLine => resume({ ...resumed, writeHook });
  const described = {
    plan: run.plan.id,
    agent,
    isDryRun,
    worktree,
    driver: driver.name,
    session: session.id,
    command: [command.file, ...command.args],
    isShutIn: sandbox,
    stopped: state.status === 'running' ? state.attempt : undefined,
  };
  if (isDryRun) return { result: { ...described, end: undefined }, status: 'ok' };
  if (!context.prompt.isInteractive) throw errors.make('CDEV_E_SPAWN_NO_TERMINAL');
  await requireDriver(driver, context);
  if (sandbox) await requireSandbox(network !== 'off', context);
  if (isTaken(run, agent)) throw errors.make('CDEV_E_SPAWN_AGENT_TAKEN_OVER', { agent });
  if (state.status === 'running') await stopSome(run, [state], takenOver);
  const hold = { waitLimit: patience, signal: context.signal };
  const end = await holdAgent(run, agent, hold, () =>
    converse(run, { agent, driver, session, open, sandbox, network }, context),
  ).catch((error: unknown) => {
    if (!isCdevError(error, 'CDEV_E_GIT_LOCK_HELD')) throw error;
    throw errors.make('CDEV_E_SPAWN_AGENT_TAKEN_OVER', { agent }, { cause: error });
  });
  const { attempt, verdict, reason, steps, notes, work } = end;
  const foreign = work?.foreign.map(({ path }) => path) ?? [];
  const result = { ...described, end: { attempt, verdict, reason, steps, notes, foreign } };
  return { result, status: verdict === 'done' ? 'ok' : 'findings' };
}

interface Conversation {
  readonly driver: Driver;
  readonly resume: NonNullable<Driver['resume']>;
  readonly session: Session;
  readonly worktree: string;
}

/** The newest that a log of the agent tells of. */
async function conversationOf(run: SpawnRun, state: AgentState): Promise<Conversation> {
  const { id: agent, workspace: worktree = '', attempt } = state;
  const none = (reason: string): Error => errors.make('CDEV_E_SPAWN_NO_CONVERSATION', { agent, reason, worktree });
  const name = driverNames.find((known) => known === state.driver);
  if (name === undefined) throw none('it has not been started yet');
  if (worktree === '' || !(await isThere(worktree))) throw none('its worktree is gone');
  const driver = driverNamed(name);
  const { resume } = driver;
  if (resume === undefined) throw none(`the driver "${name}" has no conversation that a person could go on with`);
  for (let number = attempt; number > 0; number -= 1) {
    const file = agentLog(run.repository.commonDir, { planId: run.plan.id, agentId: agent, attempt: number });
    // One that went on by itself may have told of it to nobody yet.
    const session = (await sessionOf(file, driver)) ?? (await sessionOf(outputFiles(file).stdout, driver));
    if (session) return { driver, resume, session, worktree };
  }
  throw none(`${name} told of no conversation in its log`);
}

interface Conversing extends Pick<Conversation, 'driver' | 'session'>, Pick<TakeOverOptions, 'sandbox' | 'network'> {
  readonly agent: string;
  readonly open: (writeHook: WriteHook | undefined) => CommandLine;
}

async function converse(
  run: SpawnRun,
  { agent, driver, session, open, sandbox, network }: Conversing,
  context: Context,
): Promise<AgentEnd> {
  const state = await stateOf(run, agent);
  const attempt = state.attempt + 1;
  const worktree = state.workspace as string;
  const result = await runAttempt(
    run,
    {
      agent,
      attempt,
      worktree,
      branch: state.branch ?? agentOf(run.plan, agent).branch,
      base: state.base ?? run.plan.base.commit,
      port: state.ports?.[0],
      feedback: undefined,
      settings: { ...settingsFor(driver, state.ports?.length), sandbox, network },
      used: state,
      onProgress: () => {},
      listen: listenAtTerminal(open, session),
    },
    context,
  );
  return settleAttempt(run, { ...result, agent, attempt, worktree, notes: [] });
}

/** A person sets the limits here. */
function settingsFor(driver: Driver, ports: number | undefined): RunSettings {
  return {
    driver,
    ports,
    agentArguments: [],
    permissions: 'edit',
    maxParallel: 1,
    timeLimit: Number.POSITIVE_INFINITY,
    attempts: 1,
    backOff: 0,
    sameSession: true,
    snapshotEvery: 5 * 60_000,
  };
}
