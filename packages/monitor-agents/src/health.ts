import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit, checkRepository } from '@cdev/git';

/** Git in a version that can merge without a working tree, and a repository. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(cwd), await checkRepository(cwd)];
}
