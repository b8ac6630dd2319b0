import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireGit } from '@cdev/git';

/** Git in a version that can be used, a repository, and the parser of the sources. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [
    await check('git', 'Install git 2.38 or newer', () => requireGit(context.cwd)),
    await repositoryCheck(context),
    await check('parser', 'Install the package again: npm install @cdev/intelligent-agent-generator', parserCheck),
  ];
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
