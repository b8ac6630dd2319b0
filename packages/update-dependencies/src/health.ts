import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checkGit, checkIdentity } from '@cdev/git';
import { openRegistry } from '@cdev/package-registry';

/** Git, an identity to commit by, and a registry that answers. */
export async function health({ cwd, env, signal }: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(cwd), await checkIdentity(cwd), await checkRegistry({ cwd, env, signal })];
}

async function checkRegistry({ cwd, env, signal }: Pick<Context, 'cwd' | 'env' | 'signal'>): Promise<CheckResult> {
  const title = 'registry';
  try {
    const registry = await openRegistry({ cwd, env, signal, timeLimit: 10_000, retries: 0 });
    await registry.ping(undefined, { signal });
    return { title, status: 'ok', detail: `${registry.url} answers` };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'warning', detail: error.message, fix: error.steps[0] };
  }
}
