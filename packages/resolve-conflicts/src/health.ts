import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { openRepository, requireGit } from '@cdev/git';

/** Git in a version that can merge without a working tree, the parsers that merging needs, and a repository. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [await gitCheck(context), await mergeCheck(), await repositoryCheck(context)];
}

async function gitCheck({ cwd }: Context): Promise<CheckResult> {
  try {
    return { title: 'git', status: 'ok', detail: await requireGit(cwd) };
  } catch (error) {
    return { title: 'git', status: 'failed', detail: (error as Error).message, fix: 'Install git 2.38 or newer' };
  }
}

async function mergeCheck(): Promise<CheckResult> {
  const title = 'structured merge';
  const fix = 'Install the package again: npm install @cdev/resolve-conflicts';
  try {
    const { mergeContents } = await import('@cdev/structured-merge');
    const side = (word: string): string => `export { a } from './a.ts';\nexport { ${word} } from './${word}.ts';\n`;
    const base = "export { a } from './a.ts';\n";
    const result = await mergeContents({ path: 'index.ts', base, ours: side('b'), theirs: side('c') });
    const detail = result.kind === 'merged' ? 'merges two additions to a barrel' : 'could not merge a barrel';
    return {
      title,
      status: result.kind === 'merged' ? 'ok' : 'failed',
      detail,
      ...(result.kind !== 'merged' && { fix }),
    };
  } catch (error) {
    return { title, status: 'failed', detail: (error as Error).message, fix };
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
