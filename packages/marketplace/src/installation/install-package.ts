import { createHash } from 'node:crypto';
import { join } from 'node:path';
import pMap from 'p-map';
import { isCdevError } from '@cdev/core/errors';
import type { Registry } from '@cdev/package-registry';
import { readTarball, unpackTarball, type PackageTarball } from '@cdev/package-tarball';
import type { AddedPackage } from '@cdev/added-script';
import { errors } from '../errors.ts';

export interface InstallPackageOptions {
  /** Made here; what it is for is put below `node_modules`. */
  readonly folder: string;
  readonly registry: Registry;
  /** Tarballs that are here already. */
  readonly own?: PackageTarball | undefined;
  readonly signal: AbortSignal;
}

/**
 * Fetches every package that is named, holds it against its digest, and unpacks it. No script of any package is run, no link is made, and nothing is written outside the folder.
 * @returns the digest of all that every machine has alike: optional packages, which depend on the machine, are left out
 * @throws CDEV_E_MARKETPLACE_INTEGRITY, _NOT_WRITTEN, CDEV_E_REGISTRY_*, CDEV_E_PACKAGE_TARBALL_*
 */
export async function installPackage(
  packages: readonly AddedPackage[],
  { folder, registry, own, signal }: InstallPackageOptions,
): Promise<string> {
  const wanted = packages.filter(isForThisMachine);
  const failures: unknown[] = [];
  // Whoever is at work ends before this does, so that nothing is written any more when the folder is taken away.
  const digests = await pMap(
    wanted,
    async (one) => {
      if (failures.length > 0) return '';
      return installOne(one).catch((error: unknown) => {
        failures.push(error);
        return '';
      });
    },
    { concurrency: 6 },
  );
  if (failures.length > 0) throw failures[0];
  return filesDigest(digests.filter((digest) => digest !== ''));

  async function installOne(one: AddedPackage): Promise<string> {
    const { path, name, version, integrity, isOptional } = one;
    const tarball = await fetched(one);
    if (tarball.integrity !== integrity)
      throw errors.make('CDEV_E_MARKETPLACE_INTEGRITY', {
        package: `${name}@${version}`,
        expected: integrity,
        found: tarball.integrity,
      });
    await unpack(tarball, join(folder, path));
    return isOptional === true ? '' : contentDigest(path, tarball);
  }

  async function fetched({ name, version, integrity }: AddedPackage): Promise<PackageTarball> {
    if (own?.integrity === integrity) return own;
    return readTarball(await registry.tarball(name, version, { signal }));
  }
}

/** As npm reads `os` and `cpu`: a list of what it is for, or with `!` of what it is not for. Only optional packages may be left out. */
export function isForThisMachine({ isOptional, os, cpu }: AddedPackage): boolean {
  const fits = (list: readonly string[] | undefined, own: string): boolean => {
    if (list === undefined || list.length === 0 || list.includes('any')) return true;
    const isDenied = list.includes(`!${own}`);
    const positive = list.filter((each) => !each.startsWith('!'));
    return !isDenied && (positive.length === 0 || positive.includes(own));
  };
  return isOptional !== true || (fits(os, process.platform) && fits(cpu, process.arch));
}

/** Of one package: paths and contents of its files as they are unpacked. */
function contentDigest(path: string, { entries }: PackageTarball): string {
  const files = [...entries.values()].filter(({ type }) => type === 'file');
  return fileLines(files.map((file) => [`${path}/${file.path}`, file.data]));
}

/** One line for each file, sorted. */
export function fileLines(files: readonly (readonly [path: string, content: Uint8Array])[]): string {
  return files
    .map(([path, content]) => `${path}\t${createHash('sha256').update(content).digest('hex')}`)
    .toSorted()
    .join('\n');
}

export function filesDigest(packages: readonly string[]): string {
  const lines = packages.flatMap((text) => text.split('\n')).toSorted();
  return `sha512-${createHash('sha512').update(lines.join('\n')).digest('base64')}`;
}

async function unpack(tarball: PackageTarball, folder: string): Promise<void> {
  try {
    await unpackTarball(tarball, folder);
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_PACKAGE_TARBALL_UNWRITABLE')) throw error;
    const reason = (error.cause as NodeJS.ErrnoException | undefined)?.code ?? 'unknown reason';
    throw errors.make('CDEV_E_MARKETPLACE_NOT_WRITTEN', { file: folder, reason }, { cause: error });
  }
}
