import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { lockFiles, type PackageManagerName } from '@cdev/package-workspace';

export interface PackageManager {
  readonly tool: PackageManagerName;
  readonly lockFile: string;
  /** Installs just what the lock file says, from the local store as far as it can. */
  readonly install: readonly string[];
}

const installs: Readonly<Record<PackageManagerName, readonly string[]>> = {
  pnpm: ['install', '--frozen-lockfile', '--prefer-offline'],
  bun: ['install', '--frozen-lockfile'],
  yarn: ['install', '--frozen-lockfile', '--prefer-offline'],
  npm: ['ci', '--prefer-offline', '--no-audit', '--no-fund'],
};

/** The package manager whose lock file is at the top; undefined when there is none. */
export async function findPackageManager(top: string): Promise<PackageManager | undefined> {
  for (const [lockFile, tool] of Object.entries(lockFiles)) {
    if (!(await exists(join(top, lockFile)))) continue;
    // Yarn from version 2 on has a configuration file of another name, and other options.
    const isNewYarn = tool === 'yarn' && (await exists(join(top, '.yarnrc.yml')));
    return { tool, lockFile, install: isNewYarn ? ['install', '--immutable'] : installs[tool] };
  }
  return undefined;
}

/** Whether both working trees ask for the same dependencies. */
export async function hasSameLockFile(a: string, b: string, { lockFile }: PackageManager): Promise<boolean> {
  const [one, other] = await Promise.all([a, b].map((top) => readFile(join(top, lockFile)).catch(() => undefined)));
  return one !== undefined && other !== undefined && one.equals(other);
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}
