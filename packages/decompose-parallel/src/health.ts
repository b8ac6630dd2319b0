import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit, checkRepository } from '@cdev/git';

/** Git in a version that can be used, a repository, and the parser of the import graph. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [
    await checkGit(context.cwd),
    await checkRepository(context.cwd),
    await check('import graph', 'Install the package again: npm install @cdev/decompose-parallel', importGraphCheck),
  ];
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
