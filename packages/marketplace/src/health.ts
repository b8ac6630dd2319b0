import { access, constants } from 'node:fs/promises';
import { dirname } from 'node:path';
import { existsSync } from 'node:fs';
import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { requireTool } from '@cdev/core/subprocess';
import { homePlace } from '@cdev/added-script';
import { list } from './list.ts';

/** Proves what the script needs here: npm, which finds out what a package needs; a place that can be written; and that what was added is as it was. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return Promise.all([npmCheck(context), placeCheck(context), addedCheck(context)]);
}

async function npmCheck({ cwd, signal }: Context): Promise<CheckResult> {
  try {
    const detail = await requireTool('npm', { cwd, signal, hint: 'Install npm: it comes with Node' });
    return { title: 'npm', status: 'ok', detail };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title: 'npm', status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}

async function placeCheck({ home }: Context): Promise<CheckResult> {
  const title = 'place';
  const { installed } = homePlace(home);
  let folder = installed;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  try {
    await access(folder, constants.W_OK);
    return { title, status: 'ok', detail: installed };
  } catch (error) {
    const { code = 'unknown reason' } = error as NodeJS.ErrnoException;
    const fix = 'Give yourself the right to write there, or set CDEV_HOME to another folder';
    return { title, status: 'failed', detail: `${folder} cannot be written (${code})`, fix };
  }
}

async function addedCheck(context: Context): Promise<CheckResult> {
  const title = 'added';
  try {
    const { result } = await list(context);
    const bad = result.filter(({ state }) => state !== 'ok');
    if (bad.length === 0)
      return {
        title,
        status: 'ok',
        detail: result.length === 0 ? 'nothing was added' : `${result.length} as installed`,
      };
    const status = bad.some(({ state }) => state === 'changed') ? 'failed' : 'warning';
    const detail = bad.map(({ script, state }) => `${script} is ${state}`).join(', ');
    return { title, status, detail, fix: 'Install what the lock names: cdev marketplace add' };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] };
  }
}
