import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireGit } from '@cdev/git';

/** Git in a version that can be used, a repository, and the parser of the import graph. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [
    await check('git', 'Install git 2.38 or newer', () => requireGit(context.cwd)),
    await repositoryCheck(context),
    await check('import graph', 'Install the package again: npm install @cdev/decompose-parallel', importGraphCheck),
  ];
}

async function repositoryCheck(context: Context): Promise<CheckResult> {
  try {
    const { top, gitDir } = await openRepository(context.cwd);
    return { title: 'repository', status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title: 'repository',
      status: 'not-run',
      detail: `${context.cwd} is in none`,
      fix: 'Run it inside a repository to check that too',
    };
  }
}

async function importGraphCheck(): Promise<string> {
  const { importGraph } = await import('@cdev/code-graph');
  return typeof importGraph === 'function' ? 'loads' : 'is missing';
}

async function check(title: string, fix: string, look: () => Promise<string>): Promise<CheckResult> {
  try {
    return { title, status: 'ok', detail: await look() };
  } catch (error) {
    return { title, status: 'failed', detail: (error as Error).message, fix };
  }
}
