import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface PackageManager {
  readonly tool: 'npm' | 'pnpm' | 'yarn' | 'bun';
  readonly lockFile: string;
  /** Installs just what the lock file says, from the local store as far as it can. */
  readonly install: readonly string[];
}

const managers: readonly PackageManager[] = [
  { tool: 'pnpm', lockFile: 'pnpm-lock.yaml', install: ['install', '--frozen-lockfile', '--prefer-offline'] },
  { tool: 'bun', lockFile: 'bun.lock', install: ['install', '--frozen-lockfile'] },
  { tool: 'bun', lockFile: 'bun.lockb', install: ['install', '--frozen-lockfile'] },
  { tool: 'yarn', lockFile: 'yarn.lock', install: ['install', '--frozen-lockfile', '--prefer-offline'] },
  { tool: 'npm', lockFile: 'package-lock.json', install: ['ci', '--prefer-offline', '--no-audit', '--no-fund'] },
  { tool: 'npm', lockFile: 'npm-shrinkwrap.json', install: ['ci', '--prefer-offline', '--no-audit', '--no-fund'] },
];

/** The package manager whose lock file is at the top; undefined when there is none. */
export async function findPackageManager(top: string): Promise<PackageManager | undefined> {
  for (const manager of managers) {
    if (!(await exists(join(top, manager.lockFile)))) continue;
    // Yarn from version 2 on has a configuration file of another name, and other options.
    const isNewYarn = manager.tool === 'yarn' && (await exists(join(top, '.yarnrc.yml')));
    return isNewYarn ? { ...manager, install: ['install', '--immutable'] } : manager;
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
