import type { DistributedPackage } from '@cdev/distribution-manifest';
import type { Packument } from '@cdev/package-registry';
import { compare, inc, prerelease, rcompare, valid } from 'semver';

/** The highest version below this one that users can be sent back to: not deprecated, no prerelease unless this one is. */
export function previousVersion(
  { version }: Pick<DistributedPackage, 'version'>,
  { versions }: Packument,
): string | undefined {
  const isPrerelease = prerelease(version) !== null;
  return Object.keys(versions)
    .filter((other) => valid(other) !== null && compare(other, version) < 0)
    .filter((other) => versions[other]?.deprecated === undefined && (isPrerelease || prerelease(other) === null))
    .sort(rcompare)[0];
}

/** The next free patch version above all that were ever used: a used number is gone for ever. */
export function nextVersion(
  { version }: Pick<DistributedPackage, 'version'>,
  { versions, time = {} }: Packument,
): string {
  const used = new Set([...Object.keys(versions), ...Object.keys(time)]);
  const kind = prerelease(version) === null ? 'patch' : 'prerelease';
  let next = inc(version, kind) ?? version;
  while (used.has(next)) next = inc(next, kind) ?? `${next}.0`;
  return next;
}

/** What mends a version whose content is wrong: it cannot be replaced. */
export function superseding(one: DistributedPackage, packument: Packument): readonly string[] {
  const { name, version, distTag } = one;
  const previous = previousVersion(one, packument);
  const isTagged = packument['dist-tags'][distTag] === version;
  return [
    ...(previous !== undefined && isTagged ? [`npm dist-tag add ${name}@${previous} ${distTag}`] : []),
    `npm deprecate ${name}@${version} "Broken, use ${nextVersion(one, packument)}"`,
    `Publish ${name} ${nextVersion(one, packument)} from a tarball that cdev-prepublish has checked`,
  ];
}
