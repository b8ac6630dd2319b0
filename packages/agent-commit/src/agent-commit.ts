import { agentOfBranch, openJournal, runState, type AgentStatus } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError, type CdevError } from '@cdev/core/errors';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { currentBranch, openRepository } from '@cdev/git';
import { commitAgent, type AgentCommit, type CommitAgentOptions } from './commit-agent.ts';
import { errors } from './errors.ts';
import { findQueue, handToQueue, type QueuedMerge } from './merge-queue.ts';

export interface AgentCommitOptions extends CommitAgentOptions {
  /** Ids; empty for the agent whose worktree this is, or with `isAll` for all. */
  readonly agents: readonly string[];
  readonly plan: string | undefined;
  readonly isAll: boolean;
  /** Hands what is committed to the merge queue. */
  readonly autoMerge?: boolean | undefined;
}

export interface CommitFailure {
  readonly agent: string;
  readonly code: string;
  readonly message: string;
  readonly steps: readonly string[];
}

export interface AgentCommitResult {
  readonly plan: string;
  readonly commits: readonly AgentCommit[];
  /** Agents of `--all` that have nothing to commit, and why. */
  readonly skipped: readonly { readonly agent: string; readonly reason: string }[];
  readonly failures: readonly CommitFailure[];
  /** What the queue made of it; undefined when it was not asked. */
  readonly merge?: QueuedMerge | undefined;
  readonly isDryRun: boolean;
}

/** Why an agent of `--all` is passed over; the others have work. */
const passedOver: Partial<Record<AgentStatus, string>> = {
  planned: 'it has no worktree yet',
  waiting: 'it waits for others',
  ready: 'it has not worked yet',
  merged: 'its work is merged',
};

/**
 * Commits the finished work of agents. One that cannot be committed does not keep the others from it; a single one that was asked for
 * throws its reason. Foreign changes that were set aside are findings, and so is work that the queue does not take.
 * @throws CDEV_E_AGENT_COMMIT_*, and what opening the repository and the plan throws
 */
export async function agentCommit(options: AgentCommitOptions, context: Context): Promise<Outcome<AgentCommitResult>> {
  if (options.autoMerge && options.isPartial) throw errors.make('CDEV_E_AGENT_COMMIT_MERGE_PARTIAL');
  // Asked before anything is committed.
  const queue = options.autoMerge ? findQueue(context) : undefined;
  const { commonDir } = await openRepository(context.cwd, { signal: context.signal });
  const here = agentOfBranch(await currentBranch(context.cwd));
  const { plan } = await findPlan({ commonDir, cwd: context.cwd, reference: options.plan ?? here?.plan });
  const ids = chooseAgents(options, { plan, here: here?.agent, path: context.cwd });
  const journal = openJournal(commonDir, plan.id, `${context.script.name} ${context.script.version} ${process.pid}`);
  const { agents: states } = runState(await journal.read(), { agents: plan.agents });
  const commits: AgentCommit[] = [];
  const skipped: { agent: string; reason: string }[] = [];
  const failures: CommitFailure[] = [];
  for (const id of ids) {
    const agent = plan.agents.find((candidate) => candidate.id === id);
    if (!agent) continue;
    const state = states.get(id);
    const reason = options.isAll ? passedOver[state?.status ?? 'planned'] : undefined;
    if (reason !== undefined) {
      skipped.push({ agent: id, reason });
      continue;
    }
    try {
      const done = await commitAgent({ plan, agent, state, journal }, options, context);
      if (options.isAll && done.commit === undefined && !done.dryRun)
        skipped.push({ agent: id, reason: 'it changed nothing' });
      else commits.push(done);
    } catch (error) {
      if (!isCdevError(error) || context.signal.aborted || !options.isAll) throw error;
      failures.push(failureOf(id, error));
    }
  }
  const ready = commits.filter(({ commit, complete }) => commit !== undefined && complete).map(({ agent }) => agent);
  const merge =
    queue === undefined || options.isDryRun || ready.length === 0
      ? undefined
      : await handToQueue(queue, { plan: plan.id, agents: ready }, context);
  const isClean =
    (merge === undefined || merge.refused.length === 0) &&
    failures.length === 0 &&
    commits.every(({ foreign }) => foreign.length === 0);
  return {
    result: { plan: plan.id, commits, skipped, failures, merge, isDryRun: options.isDryRun },
    status: isClean ? 'ok' : 'findings',
  };
}

function chooseAgents(
  { agents, isAll }: AgentCommitOptions,
  { plan, here, path }: { plan: DeploymentPlan; here: string | undefined; path: string },
): readonly string[] {
  const known = plan.agents.map(({ id }) => id);
  if (isAll) return known;
  const chosen = agents.length > 0 ? agents : here === undefined ? [] : [here];
  if (chosen.length === 0) throw errors.make('CDEV_E_AGENT_COMMIT_NO_AGENT', { path });
  const unknown = chosen.find((id) => !known.includes(id));
  if (unknown !== undefined)
    throw errors.make('CDEV_E_AGENT_COMMIT_UNKNOWN', { agent: unknown, plan: plan.id, known: known.join(', ') });
  return chosen;
}

function failureOf(agent: string, { code, message, steps }: CdevError): CommitFailure {
  return { agent, code, message, steps };
}
