import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { openRepository, requireGit } from '@cdev/git';

/** Git in a version that can merge without a working tree, a repository, and what is needed for pull requests. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [await gitCheck(context), await repositoryCheck(context), await pullRequestCheck(context)];
}

async function gitCheck({ cwd }: Context): Promise<CheckResult> {
  try {
    return { title: 'git', status: 'ok', detail: await requireGit(cwd) };
  } catch (error) {
    return { title: 'git', status: 'failed', detail: (error as Error).message, fix: 'Install git 2.38 or newer' };
  }
}

async function repositoryCheck({ cwd }: Context): Promise<CheckResult> {
  const title = 'repository';
  try {
    const { top, gitDir } = await openRepository(cwd);
    return { title, status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title,
      status: 'not-run',
      detail: `${cwd} is in none`,
      fix: 'Run it inside a repository to check that too',
    };
  }
}

async function pullRequestCheck({ cwd, env, signal }: Context): Promise<CheckResult> {
  const title = 'pull requests';
  const hint = 'For --pr install gh: https://cli.github.com';
  try {
    return { title, status: 'ok', detail: await requireTool('gh', { cwd, env, signal, hint }) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'not-run', detail: 'gh is not installed', fix: hint };
  }
}
