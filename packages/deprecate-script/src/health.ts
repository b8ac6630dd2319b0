import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { ownScripts } from './deprecate-script.ts';

/** Proves that the scripts of this workspace can be read; whether the registry takes a mark is only known when it is asked to. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  const title = 'scripts';
  try {
    const { scripts, root } = await ownScripts(cwd);
    return [{ title, status: 'ok', detail: `${scripts.length} in ${root}` }];
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return [{ title, status: 'not-run', detail: error.message, fix: error.steps[0] }];
  }
}
