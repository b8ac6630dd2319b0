import { describePackage, type DistributedPackage } from '@cdev/distribution-manifest';
import type { Packument, Registry } from '@cdev/package-registry';
import { readTarball } from '@cdev/package-tarball';
import pMap from 'p-map';
import { maxSatisfying, valid, validRange } from 'semver';
import { errors } from '../errors.ts';

/** Three at a time: the bytes of each are held while it is described. */
const atOnce = 3;

/**
 * Versions that are in the registry, described by what it serves, for those who have no manifest of what was packed. `specs` are a name alone, or with `@` and a version,
 * a dist-tag or a range.
 * @throws CDEV_E_POSTPUBLISH_NOT_PUBLISHED; CDEV_E_REGISTRY_*; CDEV_E_TARBALL_* for a tarball that cannot be read
 */
export async function publishedVersions(
  specs: readonly string[],
  registry: Registry,
): Promise<readonly DistributedPackage[]> {
  const found = await pMap([...new Set(specs)], (spec) => describePublished(spec, registry), { concurrency: atOnce });
  const missing = found.flatMap((one) => (typeof one === 'string' ? [one] : []));
  if (missing.length > 0)
    throw errors.make('CDEV_E_POSTPUBLISH_NOT_PUBLISHED', {
      specs: missing.join(', '),
      name: nameAndWish(missing[0] ?? '').name,
    });
  return found.filter((one) => typeof one !== 'string');
}

/** The spec itself when the registry has no such version. */
async function describePublished(spec: string, registry: Registry): Promise<DistributedPackage | string> {
  const { name, wish } = nameAndWish(spec);
  const packument = await registry.packument(name, { fresh: true });
  const version = packument && chosenVersion(packument, wish);
  if (!packument || version === undefined) return spec;
  const tarball = readTarball(await registry.tarball(name, version));
  const file = `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`;
  return { ...describePackage(tarball, { path: '', tarball: file, distTag: tagOf(packument, version, wish) }), name };
}

function nameAndWish(spec: string): { readonly name: string; readonly wish: string } {
  const at = spec.indexOf('@', 1);
  const wish = at < 0 ? '' : spec.slice(at + 1);
  return { name: at < 0 ? spec : spec.slice(0, at), wish: wish === '' ? 'latest' : wish };
}

/** As npm chooses: a tag, a version, else the highest in the range, and `latest` before all that are in it. */
function chosenVersion({ 'dist-tags': tags, versions }: Packument, wish: string): string | undefined {
  if (Object.hasOwn(tags, wish)) return tags[wish];
  const exact = valid(wish);
  if (exact !== null) return Object.hasOwn(versions, exact) ? exact : undefined;
  if (validRange(wish) === null) return undefined;
  const latest = tags['latest'];
  if (latest !== undefined && maxSatisfying([latest], wish) !== null) return latest;
  return maxSatisfying(Object.keys(versions), wish) ?? undefined;
}

/** The tag that was asked for, else one that leads to the version; `''` when none does. */
function tagOf({ 'dist-tags': tags }: Packument, version: string, wish: string): string {
  if (Object.hasOwn(tags, wish)) return wish;
  const leading = Object.keys(tags).filter((tag) => tags[tag] === version);
  return leading.includes('latest') ? 'latest' : (leading[0] ?? '');
}
