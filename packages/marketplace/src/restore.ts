import type { Context, Outcome } from '@cdev/core/cli';
import { openRegistry, type Registry } from '@cdev/package-registry';
import { addedPlaces, readAddedLock, type AddedScript } from '@cdev/added-script';
import { errors } from './errors.ts';
import { checkInstalled, type InstalledState } from './installation/check-installed.ts';
import { installPackage } from './installation/install-package.ts';
import { changeLock } from './lock/change-lock.ts';

export interface Restored {
  readonly script: string;
  readonly package: string;
  readonly version: string;
  readonly before: InstalledState;
  readonly outcome: 'already' | 'planned' | 'installed';
}

/**
 * Installs what the locks of the project and the user name and is not here, or no longer as it was: the same bytes, from the registry that is pinned. Nothing is
 * decided anew, so nothing is asked but once.
 * @throws CDEV_E_MARKETPLACE_NOTHING_NAMED, _INTEGRITY, _REGISTRY_ELSEWHERE, CDEV_E_REGISTRY_*, CDEV_E_ADDED_LOCK_*
 */
export async function restore(
  { isDryRun }: { readonly isDryRun: boolean },
  context: Context,
): Promise<Outcome<readonly Restored[]>> {
  const places = addedPlaces(context).map((place) => ({ place, scripts: readAddedLock(place.lock).scripts }));
  if (places.every(({ scripts }) => scripts.length === 0)) throw errors.make('CDEV_E_MARKETPLACE_NOTHING_NAMED');
  const checked = await Promise.all(
    places.flatMap(({ place, scripts }) =>
      scripts.map(async (script) => ({ place, script, before: await checkInstalled(place, script) })),
    ),
  );
  const about = ({ script, before }: (typeof checked)[number]): Omit<Restored, 'outcome'> => ({
    script: script.name,
    package: script.package,
    version: script.version,
    before,
  });
  const open = checked.filter(({ before }) => before !== 'ok');
  const done = checked
    .filter(({ before }) => before === 'ok')
    .map((one) => ({ ...about(one), outcome: 'already' as const }));
  if (isDryRun)
    return { result: [...done, ...open.map((one) => ({ ...about(one), outcome: 'planned' as const }))], status: 'ok' };
  if (open.length > 0) {
    const list = open.map(({ script }) => `  ${script.package}@${script.version}, from ${script.registry}`).join('\n');
    await context.prompt.confirm(`Install what the lock names?\n${list}\n`);
  }
  for (const { place, script } of open) {
    const task = context.progress.begin(`installing ${script.package}@${script.version}`);
    try {
      const registry = await pinnedRegistry(script, context);
      await changeLock(place, context, async ({ install }) => {
        const { signal } = context;
        await install(script, async (folder) => {
          const digest = await installPackage(script.packages, { folder, registry, signal });
          if (digest !== script.files)
            throw errors.make('CDEV_E_MARKETPLACE_INTEGRITY', {
              package: `the files of ${script.package}@${script.version}`,
              expected: script.files,
              found: digest,
            });
          return digest;
        });
      });
      task.done();
    } catch (error) {
      task.failed();
      throw error;
    }
  }
  return { result: [...done, ...open.map((one) => ({ ...about(one), outcome: 'installed' as const }))], status: 'ok' };
}

/**
 * The registry that a script came from, and no other: the same name elsewhere may be anybody's.
 * @throws CDEV_E_MARKETPLACE_REGISTRY_ELSEWHERE when npm is configured to take its scope from another one now
 */
export async function pinnedRegistry(
  { package: name, registry: url }: Pick<AddedScript, 'package' | 'registry'>,
  { cwd, env, signal }: Pick<Context, 'cwd' | 'env' | 'signal'>,
): Promise<Registry> {
  const registry = await openRegistry({ cwd, env, signal, url });
  const configured = registry.urlFor(name);
  if (configured !== url)
    throw errors.make('CDEV_E_MARKETPLACE_REGISTRY_ELSEWHERE', { package: name, wanted: url, configured });
  return registry;
}
