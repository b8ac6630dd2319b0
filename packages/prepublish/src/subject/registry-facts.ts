import { compare, lt, maxSatisfying, prerelease, satisfies, valid } from 'semver';
import { isCdevError } from '@cdev/core/errors';
import type { Packument, Registry } from '@cdev/package-registry';
import { readTarball, type PackageTarball } from '@cdev/package-tarball';
import { notRun, type NotRun } from '../rule/rule.ts';
import { once } from './once.ts';
import type { RegistryFacts } from './subject.ts';

export interface RegistryRun {
  readonly factsOf: (tarball: PackageTarball) => RegistryFacts;
}

/** What the rules ask of the registry; each package is asked for once a run. Not run when the registry does not answer. */
export async function registryRun(
  registry: Registry,
  hasty: Pick<Registry, 'ping'> = registry,
): Promise<RegistryRun | NotRun> {
  try {
    await hasty.ping();
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_REGISTRY_UNREACHABLE') || isCdevError(error, 'CDEV_E_REGISTRY_OFFLINE'))
      return notRun(error.message);
    // It is there; that it does not know the question is no reason to ask it no other.
    if (!isCdevError(error)) throw error;
  }
  const packuments = new Map<string, Promise<Packument | undefined>>();
  const packument = (name: string): Promise<Packument | undefined> => {
    const known = packuments.get(name) ?? registry.packument(name);
    packuments.set(name, known);
    return known;
  };
  return {
    factsOf: (tarball) => ({
      registry,
      packument,
      best: async (name, range) => {
        const published = await packument(name);
        const version = published && bestOf(published, range);
        return version === undefined ? undefined : published?.versions[version];
      },
      previous: once(async () => {
        const version = previousVersion(await packument(tarball.name), tarball.version);
        return version === undefined ? undefined : readTarball(await registry.tarball(tarball.name, version));
      }),
    }),
  };
}

/** As npm picks: `latest` when it is in the range, else the highest that is not deprecated, else the highest. */
function bestOf(published: Packument, range: string): string | undefined {
  const latest = published['dist-tags']['latest'];
  const versions = versionsOf(published);
  if (latest !== undefined && satisfies(latest, range) && published.versions[latest]) return latest;
  const alive = versions.filter((version) => !isDeprecated(published, version));
  return maxSatisfying(alive, range) ?? maxSatisfying(versions, range) ?? undefined;
}

function isDeprecated(published: Packument, version: string): boolean {
  const { deprecated } = published.versions[version] ?? {};
  return deprecated !== undefined && deprecated !== '';
}

/** The highest below this one; a release follows a release. */
function previousVersion(published: Packument | undefined, version: string): string | undefined {
  if (valid(version) === null) return undefined;
  const below = versionsOf(published).filter((each) => lt(each, version));
  const releases = below.filter((each) => prerelease(each) === null);
  const candidates = releases.length > 0 ? releases : below;
  return candidates.toSorted(compare).at(-1);
}

/** Registries keep versions of times when other forms were allowed; nothing is known of their order. */
export function versionsOf(published: Packument | undefined): readonly string[] {
  return Object.keys(published?.versions ?? {}).filter((version) => valid(version) !== null);
}
