import { agentOfBranch, changeOwnership, openJournal, type OwnershipMove, type WidenedWorktree } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { agentOf, findPlan } from '@cdev/deployment-plan';
import { currentBranch, openRepository } from '@cdev/git';
import { errors } from './errors.ts';

export interface ChangePathsOptions {
  readonly deed: 'claim' | 'release';
  /** Exact paths or patterns, from the top of the repository. */
  readonly paths: readonly string[];
  /** Default: the agent whose worktree this is. */
  readonly agent: string | undefined;
  /** For a claim: the agent that gives them up. */
  readonly from: string | undefined;
  readonly reason: string;
  readonly plan: string | undefined;
  readonly isDryRun: boolean;
}

export interface ChangePathsResult {
  readonly plan: string;
  readonly agent: string;
  readonly moves: readonly OwnershipMove[];
  /** Agents whose briefing was written anew. */
  readonly told: readonly string[];
  /** Worktrees, filled in part only, that hold the paths now. */
  readonly widened: readonly WidenedWorktree[];
  readonly isDryRun: boolean;
}

/** Gives paths to an agent, or takes them from it: recorded in the journal, written into the plan, told to the agents. */
export async function changePaths(
  options: ChangePathsOptions,
  { cwd, signal, script }: Context,
): Promise<Outcome<ChangePathsResult>> {
  const { commonDir } = await openRepository(cwd, { signal });
  const here = agentOfBranch(await currentBranch(cwd));
  const { plan, file } = await findPlan({ commonDir, cwd, reference: options.plan ?? here?.plan });
  const agent = options.agent ?? here?.agent;
  if (agent === undefined) throw errors.make('CDEV_E_AGENT_COMMIT_NO_AGENT', { path: cwd });
  agentOf(plan, agent);
  const journal = openJournal(commonDir, plan.id, `${script.name} ${script.version} ${process.pid}`);
  const { deed, paths, from, reason, isDryRun } = options;
  const changed = await changeOwnership({
    deed,
    agent,
    paths: paths.map((path) => path.replace(/^\.\//, '')),
    from,
    reason,
    planFile: file,
    journal,
    dryRun: isDryRun,
    signal,
  });
  return { result: { plan: plan.id, agent, ...changed, isDryRun }, status: 'ok' };
}
