import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { addedPlaces, listAdded, readAddedLock } from '@cdev/added-script';

/** What keeps scripts that were added from being started: a lock that cannot be read, and what a lock names and nobody has installed here. */
export function checkAdded(where: Pick<Context, 'cwd' | 'home'>): readonly CheckResult[] {
  const locks = addedPlaces(where).flatMap(({ lock }): CheckResult[] => {
    try {
      readAddedLock(lock);
      return [];
    } catch (error) {
      if (!isCdevError(error)) throw error;
      return [{ title: 'added scripts', status: 'failed', detail: error.message, fix: error.steps.join('; ') }];
    }
  });
  const missing = listAdded(where).filter(({ isInstalled }) => !isInstalled);
  return [
    ...locks,
    ...missing.map(({ script, place }) => ({
      title: script.name,
      status: 'warning' as const,
      detail: `named in ${place.lock}, and not installed here`,
      fix: 'Install what the lock names: cdev marketplace add',
    })),
  ];
}
