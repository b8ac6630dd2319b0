import { inspectWork, runState, type AgentState } from '@cdev/agent-run';
import { isCdevError } from '@cdev/core/errors';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { commitTree, forecastMerges, resolveCommit, type Repository } from '@cdev/git';
import { defineTool, some } from './tool.ts';

export const forecast = defineTool({
  name: 'forecast',
  title: 'Conflicts to come',
  description:
    'With which other agents, or with the target branch, your files as they are now would conflict if all were merged at this moment.',
  input: {},
  changes: false,
  run: async (_input, { repository, journal, agent, plan: readPlan, signal }) => {
    const plan = await readPlan();
    const { agents, target = plan.base.branch } = runState(await journal.read(), { agents: plan.agents });
    const tips = new Map<string, string>();
    for (const state of agents.values()) {
      const tip = await presentOf(repository, { plan, state, signal });
      if (tip !== undefined) tips.set(state.id, tip);
    }
    const mine = tips.get(agent);
    const base = await resolveCommit(repository, `refs/heads/${target}`);
    if (base !== undefined) tips.set(target, base);
    const others = [...tips].filter(([name]) => name !== agent);
    if (mine === undefined)
      return { text: 'You have changed nothing yet, so nothing can conflict.', data: { conflicts: [] } };
    const pairs = others.map(([, theirs]) => ({ ours: mine, theirs }));
    const merges = await forecastMerges(repository, pairs, { signal });
    const conflicts = merges.flatMap(({ isClean, conflicts: found }, at) =>
      isClean ? [] : [{ with: others[at]?.[0] ?? '', paths: pathsOf(found) }],
    );
    const lines = conflicts.map(({ with: name, paths }) => `with ${name}: ${some(paths)}`);
    const rest =
      'Shared paths among them are merged by their rule; the others are not yours, or two own them by mistake.';
    return {
      text:
        conflicts.length === 0
          ? `No conflict with ${some(others.map(([name]) => name))}.`
          : [...lines, rest].join('\n'),
      data: { conflicts, compared: others.map(([name]) => name) },
    };
  },
});

/** What the run itself puts into a worktree is nobody's work. */
function pathsOf(conflicts: readonly { readonly path: string }[]): string[] {
  const paths = new Set(conflicts.map(({ path }) => path));
  return [...paths].filter((path) => !path.startsWith('.cdev/')).sort();
}

/** An agent's files as they are now as a commit that no ref names; its branch where its worktree is gone; undefined when it has done nothing. */
async function presentOf(
  repository: Repository,
  { plan, state, signal }: { plan: DeploymentPlan; state: AgentState; signal: AbortSignal },
): Promise<string | undefined> {
  const { id, workspace, branch, base = plan.base.commit, status } = state;
  if (status === 'merged') return undefined;
  if (workspace !== undefined) {
    try {
      const work = await inspectWork({ worktree: workspace, plan, agentId: id, base, signal });
      if (work.isEmpty) return undefined;
      return await commitTree(repository, {
        tree: work.tree,
        parents: [base],
        message: `Present of ${id}`,
        author: keeper,
        committer: keeper,
      });
    } catch (error) {
      // Being made or removed at this moment.
      if (!isCdevError(error)) throw error;
    }
  }
  const tip = branch === undefined ? undefined : await resolveCommit(repository, `refs/heads/${branch}`);
  return tip === base ? undefined : tip;
}

const keeper = { name: 'cdev', email: 'cdev@localhost' };
