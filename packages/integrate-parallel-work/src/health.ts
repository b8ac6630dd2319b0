import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { checkGit, checkRepository } from '@cdev/git';

/** Git in a version that can merge without a working tree, a repository, and what is needed for pull requests. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(context.cwd), await checkRepository(context.cwd), await pullRequestCheck(context)];
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
