import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import type { LocalRegistry } from '@cdev/package-registry';
import { errors } from './errors.ts';
import { installFailure } from './install-failure.ts';
import type { InstallManager } from './installation.ts';
import type { ScratchProject } from './scratch-project.ts';

export interface RunManagerOptions {
  readonly manager: InstallManager;
  /** What is installed, for messages. */
  readonly asked: string;
  readonly registry: Pick<LocalRegistry, 'url' | 'env'> | undefined;
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
}

/**
 * Runs npm or pnpm in a scratch project. @returns what it wrote
 * @throws CDEV_E_INSTALL_NOT_FOUND, _FAILED, _TIMED_OUT, _NO_MANAGER
 */
export async function runManager(
  scratch: ScratchProject,
  args: readonly string[],
  { manager, asked, registry, timeLimit, signal, onLine }: RunManagerOptions,
): Promise<string> {
  const env = {
    // What pnpm notes of a registry that is gone afterwards goes with it.
    ...(registry && { pnpm_config_cache_dir: join(scratch.root, 'pnpm-cache') }),
    ...scratch.managerEnv,
    ...registry?.env,
    npm_config_min_release_age: '0',
  };
  try {
    const where = { cwd: scratch.folder, env, isolatedEnv: true, signal };
    const ended = await run(manager, args, { ...where, timeLimit, allowFailure: true, ...(onLine && { onLine }) });
    const output = stripControl(`${ended.stderr}\n${ended.stdout}`);
    if (ended.timedOut)
      throw errors.make('CDEV_E_INSTALL_TIMED_OUT', { manager, packages: asked, limit: `${timeLimit / 1000} s` });
    if (!ended.ok) throw installFailure({ manager, packages: asked, output, registry: registry?.url });
    return output;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED'))
      throw errors.make('CDEV_E_INSTALL_NO_MANAGER', { manager }, { cause: error });
    throw error;
  }
}

/** Lines that users see and should not have to: without the ones about this machine. */
export function warningsIn(output: string): string[] {
  const lines = output.split('\n').map((line) => line.trim());
  const isWarning = (line: string): boolean =>
    /^npm warn |^\[?WARN\]?\b|^Ignored build scripts|^⚠|unmet peer/i.test(line) &&
    !/unknown (?:env|user) config|using --force/i.test(line);
  return [...new Set(lines.filter(isWarning))];
}
