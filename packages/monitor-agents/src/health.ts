import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireGit } from '@cdev/git';

/** Git in a version that can merge without a working tree, and a repository. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await gitCheck(cwd), await repositoryCheck(cwd)];
}

async function gitCheck(cwd: string): Promise<CheckResult> {
  try {
    return { title: 'git', status: 'ok', detail: await requireGit(cwd) };
  } catch (error) {
    return { title: 'git', status: 'failed', detail: (error as Error).message, fix: 'Install git 2.38 or newer' };
  }
}

async function repositoryCheck(cwd: string): Promise<CheckResult> {
  try {
    const { top, gitDir } = await openRepository(cwd);
    return { title: 'repository', status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title: 'repository',
      status: 'not-run',
      detail: `${cwd} is in none`,
      fix: 'Run it inside a repository to check that too',
    };
  }
}
