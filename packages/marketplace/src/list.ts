import type { Context, Outcome } from '@cdev/core/cli';
import { addedPlaces, readAddedLock, type AddedPlace, type AddedScript } from '@cdev/added-script';
import { checkInstalled, type InstalledState } from './installation/check-installed.ts';

export interface ListedAddition {
  readonly script: string;
  readonly package: string;
  readonly version: string;
  readonly tier: AddedScript['tier'];
  readonly registry: string;
  readonly place: AddedPlace['kind'];
  readonly permissions: AddedScript['permissions'];
  readonly addedAt: string;
  readonly state: InstalledState;
}

/** What was added, each held against its digest. One that is not as it was installed is a finding. @throws CDEV_E_ADDED_LOCK_* */
export async function list(context: Pick<Context, 'cwd' | 'home'>): Promise<Outcome<readonly ListedAddition[]>> {
  const result = await Promise.all(
    addedPlaces(context).flatMap((place) =>
      readAddedLock(place.lock).scripts.map(async (script): Promise<ListedAddition> => {
        const { name, package: packageName, version, tier, registry, permissions, addedAt } = script;
        const state = await checkInstalled(place, script);
        const about = { script: name, package: packageName, version, tier, registry, place: place.kind };
        return { ...about, permissions, addedAt, state };
      }),
    ),
  );
  return { result, status: result.some(({ state }) => state === 'changed') ? 'findings' : 'ok' };
}
