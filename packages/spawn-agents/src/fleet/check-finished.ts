import type { Context } from '@cdev/core/cli';
import { validateWork } from '../dependencies/validate-work.ts';
import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';
import type { SpawnOptions } from '../spawn-options.ts';
import { remoteUrl } from './fleet-remote.ts';
import type { Submission } from './plan-submission.ts';

/**
 * Work of earlier runs that agents of this one are to start from is held against its checks here, as a run of this machine does it.
 * @returns on whose work nobody may build
 * @throws CDEV_E_SPAWN_INTERRUPTED
 */
export async function checkFinished(
  run: SpawnRun,
  { submission, options }: { readonly submission: Submission; readonly options: SpawnOptions },
  context: Context,
): Promise<ReadonlySet<string>> {
  const { signal, progress } = context;
  const going = new Set(submission.agents.map(({ id }) => id));
  const needed = new Set(submission.agents.flatMap(({ dependsOn }) => dependsOn.filter((id) => !going.has(id))));
  const refused = new Set<string>();
  if (needed.size === 0) return refused;
  const remote = await remoteUrl(options.remote, run.root);
  const shared = { repository: run.repository, remote, signal, onProblem: (text: string) => progress.note(text) };
  const validation = validateWork(run, { setup: options.setup, shared }, context);
  try {
    for (const agent of needed) {
      const problem = await validation.problemOf(agent);
      if (signal.aborted) throw errors.make('CDEV_E_SPAWN_INTERRUPTED', { agents: '' });
      if (problem === undefined) continue;
      refused.add(agent);
      progress.note(`Nobody starts from ${agent}: ${problem}`);
    }
  } finally {
    await validation.close();
  }
  return refused;
}
