import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit, checkRepository } from '@cdev/git';

/** Git in a version that can merge without a working tree, the parsers that merging needs, and a repository. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(cwd), await mergeCheck(), await checkRepository(cwd)];
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
