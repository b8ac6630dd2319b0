import { access } from 'node:fs/promises';
import {
  isAtWork,
  checklistFile,
  commitWork,
  findCredentialsInWork,
  inspectWork,
  readChecklist,
  type AgentState,
  type CommittedWork,
  type HookOptions,
  type Journal,
} from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { checksOf, type DeploymentPlan, type PlannedAgent } from '@cdev/deployment-plan';
import { runChecks, type CheckRun } from '@cdev/project-checks';
import { errors } from './errors.ts';

export interface CommitAgentOptions {
  readonly message: string | undefined;
  /** One commit in the place of those the agent has made. */
  readonly isAmend: boolean;
  readonly isPartial: boolean;
  readonly runChecks: boolean;
  readonly allowCredentials: boolean;
  /** False passes over the repository's hooks pre-commit and commit-msg. Default: they run. */
  readonly verify?: boolean | undefined;
  /** Seconds for each hook of the repository. Default: 600. */
  readonly hookTimeLimit?: number | undefined;
  readonly isDryRun: boolean;
}

export interface AgentCommit extends CommittedWork {
  readonly agent: string;
  /** Checklist items that the agent did not tick. */
  readonly open: readonly string[];
  /** Promised files that are not there; only with `isPartial`. */
  readonly missing: readonly string[];
  /** Empty when they were not asked for: then nothing is known of them. */
  readonly checks: readonly CheckRun[];
}

export interface CommitAgentPlace {
  readonly plan: DeploymentPlan;
  readonly agent: PlannedAgent;
  readonly state: AgentState | undefined;
  readonly journal: Journal;
}

/** Looks at one agent's work from all sides and commits what is its own. */
export async function commitAgent(
  { plan, agent, state, journal }: CommitAgentPlace,
  options: CommitAgentOptions,
  context: Context,
): Promise<AgentCommit> {
  const worktree = await worktreeOf(agent.id, state);
  requireIdle(agent.id, state);
  const base = state?.base ?? plan.base.commit;
  const { missing } = await inspectWork({ worktree, plan, agentId: agent.id, base, signal: context.signal });
  if (missing.length > 0 && !options.isPartial)
    throw errors.make('CDEV_E_AGENT_COMMIT_INCOMPLETE', { agent: agent.id, missing: missing.join(', ') });
  const checks = options.runChecks ? await passChecks({ plan, agent, cwd: worktree }, options, context) : [];
  const { hooks, end } = tellHooks(agent.id, context);
  const committed = await commitWork({
    worktree,
    plan,
    agentId: agent.id,
    journal,
    message: options.message,
    amend: options.isAmend,
    partial: options.isPartial,
    dryRun: options.isDryRun,
    signal: context.signal,
    hooks: { verify: options.verify ?? true, timeLimit: Math.max(1, options.hookTimeLimit ?? 600) * 1000, ...hooks },
    inspect: (changes) =>
      findCredentialsInWork(changes, {
        place: journal.commonDir,
        severity: options.allowCredentials ? 'warning' : 'error',
      }),
  }).finally(end);
  return { agent: agent.id, ...committed, open: await openItems(worktree), missing, checks };
}

/** Each hook in the progress as it runs, with the last line that it printed. */
function tellHooks(
  agent: string,
  { progress }: Context,
): { readonly hooks: Pick<HookOptions, 'onBegin' | 'onEnd' | 'onLine'>; readonly end: () => void } {
  let task: ReturnType<typeof progress.begin> | undefined;
  const end = (hasPassed = false): void => {
    if (hasPassed) task?.done();
    else task?.failed();
    task = undefined;
  };
  return {
    hooks: {
      onBegin: (name) => (task = progress.begin(`${agent}: ${name}`)),
      onEnd: (_, hasPassed) => end(hasPassed),
      onLine: (line) => task?.update(line),
    },
    // Of one that was interrupted.
    end: () => end(),
  };
}

async function worktreeOf(agent: string, state: AgentState | undefined): Promise<string> {
  const path = state?.workspace;
  const isThere =
    path !== undefined &&
    (await access(path).then(
      () => true,
      () => false,
    ));
  if (!isThere) throw errors.make('CDEV_E_AGENT_COMMIT_NO_WORKTREE', { agent });
  return path;
}

function requireIdle(agent: string, state: AgentState | undefined): void {
  if (isAtWork(state)) throw errors.make('CDEV_E_AGENT_COMMIT_STILL_RUNNING', { agent, pid: String(state.pid) });
}

async function passChecks(
  { plan, agent, cwd }: { plan: DeploymentPlan; agent: PlannedAgent; cwd: string },
  { isPartial }: CommitAgentOptions,
  { signal, progress }: Context,
): Promise<CheckRun[]> {
  const task = progress.begin(`${agent.id}: checks`);
  const checks = checksOf(plan, agent.id);
  const runs = await runChecks({ cwd, checks, signal, onStart: ({ command }) => task.update(command) });
  const bad = runs.filter(({ status }) => status !== 'passed');
  if (bad.length === 0) task.done();
  else task.failed();
  if (bad.length > 0 && !isPartial)
    throw errors.make('CDEV_E_AGENT_COMMIT_CHECKS_FAILED', {
      agent: agent.id,
      checks: bad.map(({ name, reason }) => `${name} (${reason})`).join(', '),
    });
  return runs;
}

async function openItems(worktree: string): Promise<string[]> {
  const isThere = await access(checklistFile(worktree)).then(
    () => true,
    () => false,
  );
  return isThere
    ? (await readChecklist(checklistFile(worktree))).items.filter(({ done }) => !done).map(({ text }) => text)
    : [];
}
