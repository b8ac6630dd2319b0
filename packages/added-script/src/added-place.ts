import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AddedScript } from './added-script.ts';

/** Where added scripts are kept: the lock, which may be committed, and the folder that what it names is installed in. */
export interface AddedPlace {
  readonly kind: 'project' | 'home';
  readonly lock: string;
  readonly installed: string;
}

export const projectLockName = 'cdev.marketplace.json';

/** Of a project: the lock at its top, and `.cdev/marketplace`, which is not committed. @param folder the project's, absolute */
export function projectPlace(folder: string): AddedPlace {
  return {
    kind: 'project',
    lock: join(folder, projectLockName),
    installed: join(folder, '.cdev/marketplace'),
  };
}

/** Of a user. @param home `~/.cdev`, absolute */
export function homePlace(home: string): AddedPlace {
  const folder = join(home, 'marketplace');
  return { kind: 'home', lock: join(folder, projectLockName), installed: join(folder, 'scripts') };
}

/** The places that count at `cwd`, the nearest first: the project's, where it or a folder above has a lock, then the user's. */
export function addedPlaces({ cwd, home }: { readonly cwd: string; readonly home: string }): readonly AddedPlace[] {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, projectLockName))) return [projectPlace(folder), homePlace(home)];
    if (dirname(folder) === folder) return [homePlace(home)];
  }
}

/** The folder of one script: another for each version and each content, so that a new one never overwrites one that runs. */
export function addedFolder(
  { installed }: AddedPlace,
  { name, version, integrity }: Pick<AddedScript, 'name' | 'version' | 'integrity'>,
): string {
  const digest = Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');
  return join(installed, `${name}@${version}-${digest.slice(0, 12)}`);
}
