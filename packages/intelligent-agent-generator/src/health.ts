import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit, checkRepository } from '@cdev/git';

/** Git in a version that can be used, a repository, and the parser of the sources. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [
    await checkGit(context.cwd),
    await checkRepository(context.cwd),
    await check('parser', 'Install the package again: npm install @cdev/intelligent-agent-generator', parserCheck),
  ];
}

async function parserCheck(): Promise<string> {
  const { declarationsOf } = await import('@cdev/code-graph');
  const [first] = await declarationsOf('probe.ts', 'export const probe: number = 1;\n');
  if (first?.name !== 'probe') throw new Error('it does not read a line of TypeScript');
  return 'reads TypeScript';
}

async function check(title: string, fix: string, look: () => Promise<string>): Promise<CheckResult> {
  try {
    return { title, status: 'ok', detail: await look() };
  } catch (error) {
    return { title, status: 'failed', detail: (error as Error).message, fix };
  }
}
