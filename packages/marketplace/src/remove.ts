import type { Context, Outcome } from '@cdev/core/cli';
import { changeLock } from './lock/change-lock.ts';
import { selectAdded } from './update.ts';

export interface RemoveOptions {
  readonly script: string;
  readonly isDryRun: boolean;
}

export interface Removal {
  readonly script: string;
  readonly package: string;
  readonly version: string;
  /** The lock that names it no more. */
  readonly lock: string;
  readonly outcome: 'planned' | 'removed';
}

/** Takes a script out of the lock, and then its files away. @throws CDEV_E_MARKETPLACE_NOT_ADDED, _NOT_WRITTEN, CDEV_E_CLI_DECLINED */
export async function remove({ script: word, isDryRun }: RemoveOptions, context: Context): Promise<Outcome<Removal>> {
  const [{ place, script }] = selectAdded([word], context) as [ReturnType<typeof selectAdded>[number]];
  const about = { script: script.name, package: script.package, version: script.version, lock: place.lock };
  if (isDryRun) return { result: { ...about, outcome: 'planned' }, status: 'ok' };
  await context.prompt.confirm(`Remove ${script.name} (${script.package} ${script.version}) from ${place.lock}?`);
  await changeLock(place, context, ({ scripts, commit }) => commit(scripts.filter(({ name }) => name !== script.name)));
  context.log.info('removed', { package: script.package, version: script.version });
  return { result: { ...about, outcome: 'removed' }, status: 'ok' };
}
