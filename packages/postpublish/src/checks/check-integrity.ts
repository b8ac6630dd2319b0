import { isCdevError } from '@cdev/core/errors';
import { describeFiles, type DistributedFile, type DistributedPackage } from '@cdev/distribution-manifest';
import { readTarball } from '@cdev/package-tarball';
import { outcomes, type Check } from './check.ts';
import { superseding } from './superseding.ts';

const { passed, failed } = outcomes('integrity');

/** At most so many differing files are named. */
const shown = 6;

/**
 * What the registry gives is what was packed: the digest that it announces, and the bytes that it serves. When they are others, the files say how.
 * @throws CDEV_E_REGISTRY_* for what the registry cannot do now
 */
export const checkIntegrity: Check = async ({ one, published, packument, release }) => {
  const announced = published.dist.integrity;
  const isAnnounced = announced === undefined ? published.dist.shasum === one.shasum : announced === one.integrity;
  const steps = superseding(one, packument);
  let bytes: Buffer;
  try {
    bytes = await release.registry.tarball(one.name, one.version, { fresh: true });
  } catch (error) {
    if (!isCdevError(error)) throw error;
    if (error.code === 'CDEV_E_REGISTRY_WRONG_INTEGRITY')
      return failed('the registry serves other bytes than it announces', [
        ...(isAnnounced ? ['Wait for its caches, and run this again'] : steps),
        ...error.steps,
      ]);
    if (error.code === 'CDEV_E_REGISTRY_NOT_FOUND')
      return failed('the version is listed, and its tarball is not there', ['Wait some minutes, and run this again']);
    throw error;
  }
  try {
    const served = readTarball(bytes);
    if (isAnnounced && served.integrity === one.integrity) {
      const digest = `${one.integrity.slice(0, 18)}…`;
      return passed(release.manifestFile === undefined ? `${digest}, served as it is announced` : digest);
    }
    return failed(`another tarball than the one that was packed: ${differences(one, describeFiles(served))}`, steps);
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return failed(`another tarball than the one that was packed: ${error.message}`, steps);
  }
};

/** How the files of a published tarball differ from those that were packed. */
function differences({ files }: DistributedPackage, served: readonly DistributedFile[]): string {
  const packed = new Map(files.map((file) => [file.path, file]));
  const there = new Map(served.map((file) => [file.path, file]));
  const named = (what: string, paths: readonly string[]): readonly string[] => {
    if (paths.length === 0) return [];
    const rest = paths.length > shown ? [`${paths.length - shown} more`] : [];
    return [`${what} ${[...paths.slice(0, shown), ...rest].join(', ')}`];
  };
  const found = [
    ...named(
      'it lacks',
      [...packed.keys()].filter((path) => !there.has(path)),
    ),
    ...named(
      'it has besides',
      [...there.keys()].filter((path) => !packed.has(path)),
    ),
    ...named(
      'it has another',
      [...there.values()].filter((file) => isOther(file, packed.get(file.path))).map(({ path }) => path),
    ),
  ];
  return found.length === 0 ? 'the same files, archived in another way' : found.join('; ');
}

function isOther(file: DistributedFile, packed: DistributedFile | undefined): boolean {
  return packed !== undefined && packed.sha256 !== file.sha256;
}
