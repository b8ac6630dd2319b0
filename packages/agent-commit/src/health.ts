import type { CheckResult, Context } from '@cdev/core/cli';
import { checkGit, checkIdentity, checkRepository } from '@cdev/git';

/** Git in a version that can be used, and a name to commit under. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(cwd), await checkIdentity(cwd), await checkRepository(cwd)];
}
