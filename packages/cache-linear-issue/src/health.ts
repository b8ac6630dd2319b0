import { access, constants, mkdir } from 'node:fs/promises';
import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { askLinear } from './linear/ask-linear.ts';
import { linearAccess } from './linear/linear-service.ts';
import { openStore } from './store.ts';

/** Proves that the cache can be written and that Linear knows the key. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [await cacheCheck(context), await linearCheck(context)];
}

async function cacheCheck(context: Context): Promise<CheckResult> {
  const title = 'cache';
  const { folder } = await openStore(context);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await access(folder, constants.W_OK);
    return { title, status: 'ok', detail: folder };
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    return {
      title,
      status: 'failed',
      detail: `${folder} cannot be written (${code})`,
      fix: 'Check your rights on that folder',
    };
  }
}

async function linearCheck({ env, signal, clock }: Context): Promise<CheckResult> {
  const title = 'Linear';
  if ((env['LINEAR_API_KEY'] ?? '') === '')
    return { title, status: 'not-run', detail: 'LINEAR_API_KEY is not set', fix: 'Set it if you use Linear' };
  try {
    const patience = { timeLimit: 10_000, maxWait: 0, signal, clock, onWait: () => {} };
    await askLinear(linearAccess(env), { query: '{ viewer { id } }', variables: {} }, patience);
    return { title, status: 'ok', detail: 'answers and knows the key' };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}
