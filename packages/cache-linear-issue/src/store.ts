import { isCdevError } from '@cdev/core/errors';
import type { Context } from '@cdev/core/cli';
import { issuesFolder } from '@cdev/issue';

/** Where the cache is for this run. */
export interface Store {
  readonly folder: string;
  /** The common git directory; undefined outside a repository. */
  readonly commonDir: string | undefined;
  readonly cwd: string;
  readonly home: string;
}

/** The repository's cache when `cwd` is in one, else that of the user. */
export async function openStore({ cwd, home, signal }: Pick<Context, 'cwd' | 'home' | 'signal'>): Promise<Store> {
  const commonDir = await commonDirOf(cwd, signal);
  return { folder: issuesFolder({ commonDir, home }), commonDir, cwd, home };
}

async function commonDirOf(cwd: string, signal: AbortSignal): Promise<string | undefined> {
  const { openRepository } = await import('@cdev/git');
  try {
    return (await openRepository(cwd, { signal })).commonDir;
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_GIT_NOT_A_REPOSITORY')) return undefined;
    throw error;
  }
}
