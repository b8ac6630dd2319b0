import { isCdevError } from '@cdev/core/errors';
import { requireTool, run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import type { PackageManager } from './package-manager.ts';
import { isAboutBuilds, isInstalledUnbuilt, unbuiltPackages, type Unbuilt } from './unbuilt-packages.ts';

export interface InstallOptions {
  /** The worktree's top folder. */
  readonly path: string;
  readonly manager: PackageManager;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Build scripts that nobody has approved are not run, and do not make it fail.
 * @returns the packages of those
 * @throws CDEV_E_SUBPROCESS_TOOL_MISSING, CDEV_E_WORKSPACE_INSTALL_FAILED.
 */
export async function install({ path, manager, env, signal }: InstallOptions): Promise<Unbuilt | undefined> {
  const { tool, install: args } = manager;
  const said: string[] = [];
  const onLine = (line: string): void => void (isAboutBuilds(line) && said.push(line));
  try {
    // CI keeps package managers from asking.
    await run(tool, args, { cwd: path, env: { CI: '1', ...env }, signal, onLine });
    return await unbuiltPackages(path, manager, said);
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    // Asked only now: to start a package manager just to see whether it is there costs as much as a small installation.
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) {
      const hint = `Install ${tool}, whose lock file ${manager.lockFile} is in the repository`;
      await requireTool(tool, { cwd: path, hint, ...(env && { env }), ...(signal && { signal }) });
    }
    if (isInstalledUnbuilt(manager, said)) return unbuiltPackages(path, manager, said);
    const command = [tool, ...args].join(' ');
    throw errors.make('CDEV_E_WORKSPACE_INSTALL_FAILED', { path, command, reason: error.message }, { cause: error });
  }
}
