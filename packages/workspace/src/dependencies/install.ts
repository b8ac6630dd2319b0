import { isCdevError } from '@cdev/core/errors';
import { requireTool, run } from '@cdev/core/subprocess';
import { errors } from '../errors.ts';
import type { PackageManager } from './package-manager.ts';

export interface InstallOptions {
  /** The worktree's top folder. */
  readonly path: string;
  readonly manager: PackageManager;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws CDEV_E_SUBPROCESS_TOOL_MISSING, CDEV_E_WORKSPACE_INSTALL_FAILED. */
export async function install({ path, manager, env, signal }: InstallOptions): Promise<void> {
  const { tool, install: args } = manager;
  const hint = `Install ${tool}, whose lock file ${manager.lockFile} is in the repository`;
  await requireTool(tool, { cwd: path, hint, ...(env && { env }), ...(signal && { signal }) });
  try {
    // CI keeps package managers from asking.
    await run(tool, args, { cwd: path, env: { CI: '1', ...env }, signal });
  } catch (error) {
    if (!isCdevError(error) || error.kind === 'interrupted') throw error;
    const command = [tool, ...args].join(' ');
    throw errors.make('CDEV_E_WORKSPACE_INSTALL_FAILED', { path, command, reason: error.message }, { cause: error });
  }
}
