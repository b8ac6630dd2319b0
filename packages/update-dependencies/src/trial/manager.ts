import type { LockFormat } from '@cdev/lock-file';
import type { PackageManagerName } from '@cdev/package-workspace';
import { errors } from '../errors.ts';

export interface ManagerCommands {
  /** Installs what the lock file has; fails when it does not fit the manifests. */
  readonly frozen: string;
  /** Makes lock file and installation fit the manifests. */
  readonly install: string;
}

/**
 * How a package manager is told to install. Scripts of packages do not run unless that is asked for: it is the newest code there is, and nobody has looked at it.
 * @throws CDEV_E_UPDATE_DEPENDENCIES_MANAGER
 */
export function managerCommands(
  manager: PackageManagerName,
  { format, runsScripts }: { readonly format: LockFormat | undefined; readonly runsScripts: boolean },
): ManagerCommands {
  const quiet = runsScripts ? '' : ' --ignore-scripts';
  switch (manager) {
    case 'npm':
      return { frozen: `npm ci${quiet} --no-audit --no-fund`, install: `npm install${quiet} --no-audit --no-fund` };
    case 'pnpm':
      return { frozen: `pnpm install --frozen-lockfile${quiet}`, install: `pnpm install --no-frozen-lockfile${quiet}` };
    case 'yarn':
      return format === 'yarn-berry'
        ? {
            frozen: `yarn install --immutable${runsScripts ? '' : ' --mode=skip-build'}`,
            install: `yarn install --no-immutable${runsScripts ? '' : ' --mode=skip-build'}`,
          }
        : {
            frozen: `yarn install --frozen-lockfile --non-interactive${quiet}`,
            install: `yarn install --non-interactive${quiet}`,
          };
    default:
      throw errors.make('CDEV_E_UPDATE_DEPENDENCIES_MANAGER', { manager });
  }
}
