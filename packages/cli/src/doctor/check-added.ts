import type { CheckResult, Context } from '@cdev/core/cli';
import { listAdded, unreadableLocks } from '@cdev/added-script';

/** What keeps scripts that were added from being started: a lock that cannot be read, and what a lock names and nobody has installed here. */
export function checkAdded(where: Pick<Context, 'cwd' | 'home'>): readonly CheckResult[] {
  const locks = unreadableLocks(where).map(({ message, steps }) => ({
    title: 'added scripts',
    status: 'failed' as const,
    detail: message,
    fix: steps.join('; '),
  }));
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
