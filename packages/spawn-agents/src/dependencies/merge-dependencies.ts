import type { AgentState } from '@cdev/agent-run';
import { mergeBranches, moveBranch, regenerateLockfiles, rulesOf, type BranchMerge } from '@cdev/branch-merge';
import { isCdevError } from '@cdev/core/errors';
import type { PlannedAgent } from '@cdev/deployment-plan';
import { commitTree, git, isAncestor, requireCommit } from '@cdev/git';
import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';

export interface MergeDependenciesOptions {
  readonly agent: PlannedAgent;
  /** The agent's own state. */
  readonly state: AgentState;
  readonly worktree: string;
  /** The commit that carries the work of each agent it depends on. */
  readonly commits: ReadonlyMap<string, string>;
}

export interface MergedDependencies {
  /** Where the agent's own work begins from now on: holds the work it depends on and nothing of its own. */
  readonly base: string;
  /** Paths that git could not merge and a rule could. */
  readonly resolved: readonly string[];
  /** What somebody should know. */
  readonly notes: readonly string[];
}

/**
 * Brings the work that an agent depends on into its branch and worktree: one dependency by fast-forward, several by merge commits, an agent
 * that has begun already by a merge with what it has. Run again after a kill it makes the same commits.
 * @throws CDEV_E_SPAWN_DEPENDENCIES_CONFLICT, and what `moveBranch` throws
 */
export async function mergeDependencies(run: SpawnRun, options: MergeDependenciesOptions): Promise<MergedDependencies> {
  const { agent, state, commits } = options;
  const { repository, plan } = run;
  const merge = createMerger(run, agent.id);
  let base = state.base ?? plan.base.commit;
  for (const id of plan.mergeOrder.filter((candidate) => agent.dependsOn.includes(candidate))) {
    const commit = commits.get(id);
    if (commit !== undefined) base = await merge.onto(base, commit, id);
  }
  const branch = state.branch ?? agent.branch;
  const tip = await requireCommit(repository, `refs/heads/${branch}`);
  if (await isAncestor(repository, base, tip)) {
    // Killed after its lock files were renewed: an agent that never ran has no commit of its own.
    const isRenewed = state.attempt === 0 && merge.lockfiles().length > 0;
    return { base: isRenewed ? tip : base, ...merge.told() };
  }
  const hasBegun = !(await isAncestor(repository, tip, base));
  const to = hasBegun ? await merge.onto(tip, base, agent.dependsOn.join(' and ')) : base;
  const reason = `cdev: the work of ${agent.dependsOn.join(', ')} for ${agent.id}`;
  await moveBranch({ repository, branch, from: tip, to, reason });
  const lockfiles = merge.lockfiles();
  if (hasBegun || lockfiles.length === 0) return { base, ...merge.told() };
  return { ...(await renewLockfiles(run, { ...options, branch, base, lockfiles })), resolved: merge.told().resolved };
}

interface Merger {
  /** A commit that holds both; one of them where it holds the other. */
  readonly onto: (ours: string, theirs: string, name: string) => Promise<string>;
  readonly told: () => Pick<MergedDependencies, 'resolved' | 'notes'>;
  readonly lockfiles: () => BranchMerge['conflicts'];
}

function createMerger({ repository, plan }: SpawnRun, agentId: string): Merger {
  const resolved = new Set<string>();
  let lockfiles: BranchMerge['conflicts'] = [];
  return {
    onto: async (ours, theirs, name) => {
      if (await isAncestor(repository, theirs, ours)) return ours;
      if (await isAncestor(repository, ours, theirs)) return theirs;
      const labels = { ours: `the work before it`, theirs: name };
      const merged = await mergeBranches({ cwd: repository, ours, theirs, rules: rulesOf(plan), labels });
      const tree = merged.tree ?? merged.draft;
      if (tree === undefined) throw conflict(agentId, name, merged);
      for (const { path } of merged.resolved) resolved.add(path);
      if (merged.tree === undefined) lockfiles = merged.conflicts;
      return commitTree(repository, {
        tree,
        parents: [ours, theirs],
        message: `Merge the work of ${name} for ${agentId}`,
        // The same inputs give the same commit, so that a run that was killed here recognises it.
        time: await latestTime(repository.commonDir, [ours, theirs]),
        sign: true,
      });
    },
    told: () => ({
      resolved: [...resolved].sort(),
      notes: lockfiles.map(({ path }) => `${path} is not up to date: install dependencies to renew it`),
    }),
    lockfiles: () => lockfiles,
  };
}

/** The lock files stand as one side has them; their package manager writes them anew, in a commit that is still no work of the agent. */
async function renewLockfiles(
  { repository }: SpawnRun,
  options: MergeDependenciesOptions & { branch: string; base: string; lockfiles: BranchMerge['conflicts'] },
): Promise<Omit<MergedDependencies, 'resolved'>> {
  const { worktree, branch, base, lockfiles } = options;
  try {
    const tree = await regenerateLockfiles({ worktree, tree: base, lockfiles });
    const message = `Write lock files anew: ${lockfiles.map(({ path }) => path).join(', ')}`;
    const renewed = await commitTree(repository, { tree, parents: [base], message, sign: true });
    await moveBranch({ repository, branch, from: base, to: renewed, reason: `cdev: ${message}` });
    return { base: renewed, notes: [] };
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_MERGE_LOCKFILE_FAILED')) throw error;
    return { base, notes: [`${error.message}; it is not up to date`] };
  }
}

function conflict(agent: string, other: string, { conflicts }: BranchMerge): Error {
  const paths = conflicts.map(({ path, reason }) => `  ${path}: ${reason}`).join('\n');
  return errors.make(
    'CDEV_E_SPAWN_DEPENDENCIES_CONFLICT',
    { agent, other, paths },
    { details: { agent, other, paths: conflicts.map(({ path }) => path) } },
  );
}

async function latestTime(place: string, commits: readonly string[]): Promise<string> {
  const { stdout } = await git(place, ['show', '--no-patch', '--format=%ct', ...commits], { isQuestion: true });
  return new Date(Math.max(...stdout.trim().split('\n').map(Number)) * 1000).toISOString();
}
