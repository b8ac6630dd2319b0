import { setTimeout as pause } from 'node:timers/promises';
import {
  commitWork,
  findCredentialsInWork,
  type AgentState,
  type AgentVerdict,
  type CommittedWork,
  type Work,
} from '@cdev/agent-run';
import { formatDuration, type Context, type Task } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { agentOf, dependantsOf } from '@cdev/deployment-plan';
import { keepWork } from './attempt/keep-work.ts';
import { runAttempt, type AttemptResult } from './attempt/run-attempt.ts';
import { currentPlan, readState, type SpawnRun } from './open-run.ts';
import type { RunSettings } from './spawn-options.ts';

/** How an agent's run ended. */
export interface AgentEnd {
  readonly agent: string;
  readonly verdict: AgentVerdict;
  /** Why it is not done. */
  readonly reason?: string | undefined;
  /** What can be done about it. */
  readonly steps: readonly string[];
  readonly attempt: number;
  /** Milliseconds, of the last attempt. */
  readonly duration: number;
  readonly log?: string | undefined;
  readonly work?: Work | undefined;
  /** Made because other agents build on it. */
  readonly commit?: CommittedWork | undefined;
  readonly notes: readonly string[];
}

export interface RunAgentOptions {
  readonly agent: string;
  readonly settings: RunSettings;
  /** Of the last attempt of an earlier run. */
  readonly feedback: string | undefined;
}

/**
 * Runs one agent until it is done, its attempts are used up, or it is told to end: brings in what it depends on, runs its attempts, and
 * commits its work when others build on it. What can go wrong with an agent is a verdict; only what ends the whole run is thrown.
 */
export async function runAgent(run: SpawnRun, options: RunAgentOptions, context: Context): Promise<AgentEnd> {
  const { agent } = options;
  const task = context.progress.begin(agent);
  try {
    const base = await bringIn(run, agent);
    const end = await runAttempts(run, { ...options, ...base, task }, context);
    if (end.verdict === 'done') task.done(summary(end));
    else task.failed(end.reason);
    return end;
  } catch (error) {
    task.failed((error as Error).message.split('\n')[0]);
    if (!isCdevError(error) || isFatal(error)) throw error;
    return await giveUp(run, agent, error);
  }
}

const journalFailures: ReadonlySet<string> = new Set([
  'CDEV_E_RUN_JOURNAL_UNWRITABLE',
  'CDEV_E_RUN_JOURNAL_DAMAGED',
  'CDEV_E_RUN_JOURNAL_NEWER',
]);

/** What makes no sense to go on after, for any agent. */
export function isFatal({ code, kind }: CdevError): boolean {
  return kind === 'internal' || kind === 'interrupted' || journalFailures.has(code);
}

async function stateOf(run: SpawnRun, agent: string): Promise<AgentState> {
  // The workspace has been made before, so the journal knows the agent.
  return (await readState(run)).agents.get(agent) as AgentState;
}

interface Brought {
  readonly base: string;
  readonly notes: readonly string[];
}

/** The work that an agent depends on, into its branch. */
async function bringIn(run: SpawnRun, id: string): Promise<Brought> {
  const { plan, journal } = run;
  const { agents } = await readState(run);
  const state = agents.get(id) as AgentState;
  const agent = agentOf(plan, id);
  const current = state.base ?? plan.base.commit;
  if (agent.dependsOn.length === 0) return { base: current, notes: [] };
  const commits = new Map(agent.dependsOn.flatMap((on) => entryOf(on, agents.get(on)?.commit)));
  const worktree = state.workspace as string;
  // Parsers of every kind of file come with it, and most agents depend on nobody.
  const { mergeDependencies } = await import('./dependencies/merge-dependencies.ts');
  const { base, resolved, notes } = await mergeDependencies(run, { agent, state, worktree, commits });
  if (base !== current)
    await journal.append({ type: 'dependencies-merged', agent: id, commit: base, from: agent.dependsOn });
  const merged = resolved.map((path) => `${path} was merged by its structure`);
  for (const text of notes) await journal.append({ type: 'note', agent: id, text });
  return { base, notes: [...merged, ...notes] };
}

function entryOf(id: string, commit: string | undefined): (readonly [string, string])[] {
  return commit === undefined ? [] : [[id, commit]];
}

type Attempts = RunAgentOptions & Brought & { readonly task: Task };

async function runAttempts(run: SpawnRun, options: Attempts, context: Context): Promise<AgentEnd> {
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

/** The same function that agent-commit uses; the agent's checks are not run here. */
export async function commitFor(run: SpawnRun, agent: string, worktree: string): Promise<CommittedWork> {
  const { journal, repository } = run;
  return commitWork({
    worktree,
    plan: await currentPlan(run),
    agentId: agent,
    journal,
    inspect: (changes) => findCredentialsInWork(changes, { place: repository.commonDir, severity: 'error' }),
  });
}

async function giveUp(run: SpawnRun, agent: string, error: CdevError): Promise<AgentEnd> {
  const { attempt } = await stateOf(run, agent);
  const reason = error.message;
  const end = { agent, attempt: attempt + 1, verdict: 'failed', duration: 0, reason } as const;
  await run.journal.append({ type: 'agent-finished', ...end });
  return { ...end, steps: error.steps, notes: [] };
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

function summary({ work, commit }: AgentEnd): string {
  const files = (work?.owned.length ?? 0) + (work?.shared.length ?? 0);
  const foreign = work?.foreign.length ?? 0;
  return [
    `${files} ${files === 1 ? 'file' : 'files'}`,
    ...(foreign > 0 ? [`${foreign} not its own`] : []),
    ...(commit?.commit === undefined ? [] : ['committed']),
  ].join(', ');
}
