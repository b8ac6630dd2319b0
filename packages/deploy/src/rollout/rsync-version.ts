import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';

/** The version of this machine's rsync, when it is one whose options we need (3.0 or later; macOS has another program of that name). */
export async function rsyncVersion({ cwd, env, signal }: Context): Promise<string | undefined> {
  try {
    const { stdout } = await run('rsync', ['--version'], { cwd, env, signal, allowFailure: true, timeLimit: 10_000 });
    const version = /^rsync\s+version\s+(\d+)(\.\S+)/.exec(stdout);
    return version && Number(version[1]) >= 3 ? `${version[1]}${version[2]}` : undefined;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) return undefined;
    throw error;
  }
}
