import { access, constants } from 'node:fs/promises';
import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { checkGit, openRepository } from '@cdev/git';
import { doctor } from './doctor.ts';

/** Git, a repository that can be written, and at least one assistant. */
export async function health(context: Context): Promise<readonly CheckResult[]> {
  return [await checkGit(context.cwd), await repositoryCheck(context), await driverCheck(context)];
}

async function repositoryCheck({ cwd }: Context): Promise<CheckResult> {
  const title = 'repository';
  try {
    const { commonDir } = await openRepository(cwd);
    await access(commonDir, constants.W_OK);
    return { title, status: 'ok', detail: commonDir };
  } catch (error) {
    if (isCdevError(error))
      return { title, status: 'not-run', detail: error.message, fix: 'Run it inside a repository to check that too' };
    return { title, status: 'failed', detail: (error as Error).message, fix: 'Check your rights on the repository' };
  }
}

async function driverCheck(context: Context): Promise<CheckResult> {
  const { drivers } = (await doctor(context)).result;
  const ready = drivers.filter(({ name, found }) => name !== 'command' && found.status === 'ready');
  const detail = ready.map(({ name }) => name).join(', ');
  return ready.length > 0
    ? { title: 'assistants', status: 'ok', detail }
    : {
        title: 'assistants',
        status: 'warning',
        detail: 'none is installed; only shell commands can be agents',
        fix: 'See cdev-spawn-agents doctor',
      };
}
