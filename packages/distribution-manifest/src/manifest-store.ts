import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { DistributionManifest } from './distribution-manifest.ts';
import { errors } from './errors.ts';
import { parseDistributionManifest } from './parse-manifest.ts';
import { serialiseDistributionManifest } from './serialise-manifest.ts';

/** Where the manifest of the release in hand is: beside its tarballs, out of the way of `git status`, the same for all worktrees. */
export function distributionFolder(commonDir: string): string {
  return join(commonDir, 'cdev', 'distribution');
}

export const distributionManifestName = 'distribution-manifest.yaml';

/** The manifest's file below the common git directory. */
export function distributionManifestFile(commonDir: string): string {
  return join(distributionFolder(commonDir), distributionManifestName);
}

/** @throws CDEV_E_DISTRIBUTION_MANIFEST_NOT_FOUND, _UNREADABLE, and as `parseDistributionManifest` */
export async function readDistributionManifest(file: string): Promise<DistributionManifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw errors.make('CDEV_E_DISTRIBUTION_MANIFEST_NOT_FOUND', { file }, { cause: error });
    throw errors.make('CDEV_E_DISTRIBUTION_MANIFEST_UNREADABLE', { file, reason: code }, { cause: error });
  }
  return parseDistributionManifest(text, file);
}

/** Writes the manifest whole or not at all; its folder is made. @throws CDEV_E_DISTRIBUTION_MANIFEST_UNREADABLE */
export async function writeDistributionManifest(file: string, manifest: DistributionManifest): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, serialiseDistributionManifest(manifest));
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    throw errors.make('CDEV_E_DISTRIBUTION_MANIFEST_UNREADABLE', { file, reason: code }, { cause: error });
  }
}
