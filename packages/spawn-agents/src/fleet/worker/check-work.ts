import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { openRepository } from '@cdev/git';
import { validateWork } from '../../dependencies/validate-work.ts';
import type { SpawnRun } from '../../open-run.ts';
import type { ObjectCache } from './object-cache.ts';

/**
 * Holds the committed work of an agent against the checks, when others of the plan depend on it: what does not pass is not promoted, so nobody builds on it.
 * What has passed on any machine is not checked again, and what passes here is known to all.
 * @returns why nobody may build on it
 */
export async function checkWork(
  run: SpawnRun,
  { agent, cache, setup }: { readonly agent: string; readonly cache: ObjectCache; readonly setup: string | undefined },
  context: Context,
): Promise<string | undefined> {
  if (!run.plan.agents.some(({ dependsOn }) => dependsOn.includes(agent))) return undefined;
  const { signal, progress } = context;
  const shared = {
    repository: await openRepository(cache.repository),
    remote: cache.url,
    signal,
    onProblem: (text: string) => progress.note(text),
  };
  const store = join(cache.folder, 'checks');
  const validation = validateWork(run, { setup, store, shared, isReadElsewhere: true }, context);
  try {
    return await validation.problemOf(agent);
  } finally {
    await validation.close();
  }
}
