import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errors } from './errors.ts';
import type { PackageTarball } from './package-tarball.ts';

/**
 * Writes the files of a package into a folder (which is made), as npm would when it installs it: links are left out, files can be read by all, and those that
 * can be executed can be by all.
 * @throws CDEV_E_PACKAGE_TARBALL_UNWRITABLE
 */
export async function unpackTarball({ entries }: PackageTarball, folder: string): Promise<void> {
  for (const { path, type, mode, data } of entries.values()) {
    const place = join(folder, path);
    try {
      await mkdir(type === 'folder' ? place : dirname(place), { recursive: true });
      if (type !== 'file') continue;
      await writeFile(place, data);
      await chmod(place, (mode & 0o111) === 0 ? 0o644 : 0o755);
    } catch (error) {
      const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
      throw errors.make('CDEV_E_PACKAGE_TARBALL_UNWRITABLE', { place, reason: code }, { cause: error });
    }
  }
}
