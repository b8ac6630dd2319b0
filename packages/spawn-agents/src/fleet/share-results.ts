import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { Context } from '@cdev/core/cli';
import { checksOf } from '@cdev/deployment-plan';
import { resolveTree } from '@cdev/git';
import { currentPlan, readState, type SpawnRun } from '../open-run.ts';

/**
 * Has here what workers have checked, so that validation and integration need not do it again, or has workers and other clones know what has passed here. Asks the
 * remote nothing when there are no checks.
 */
export async function shareResults(
  run: SpawnRun,
  { remote }: Pick<FencePlace, 'remote'>,
  { agents, way }: { readonly agents: readonly string[]; readonly way: 'bring' | 'give' },
  { signal, progress }: Pick<Context, 'signal' | 'progress'>,
): Promise<void> {
  const { repository } = run;
  const plan = await currentPlan(run);
  const { agents: states } = await readState(run);
  const checked = agents.flatMap((agent) => {
    const commit = states.get(agent)?.commit;
    const checks = checksOf(plan, agent);
    return commit === undefined || checks.length === 0 ? [] : [{ commit, checks }];
  });
  if (checked.length === 0) return;
  const { checkCacheOf, giveCheckResults, takeCheckResults } = await import('@cdev/project-checks');
  const trees = await Promise.all(
    checked.map(async ({ commit, checks }) => ({
      cache: checkCacheOf(repository, await resolveTree(repository, commit)),
      checks,
    })),
  );
  const shared = { repository, remote, signal, onProblem: (text: string) => progress.note(text) };
  await (way === 'bring' ? takeCheckResults(shared, trees) : giveCheckResults(shared, trees));
}
