import type { CheckResult, Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { git, openRepository, requireGit } from '@cdev/git';

/** Git in a version that can be used, and a name to commit under. */
export async function health({ cwd }: Context): Promise<readonly CheckResult[]> {
  return [await gitCheck(cwd), await identityCheck(cwd), await repositoryCheck(cwd)];
}

async function gitCheck(cwd: string): Promise<CheckResult> {
  try {
    return { title: 'git', status: 'ok', detail: await requireGit(cwd) };
  } catch (error) {
    return { title: 'git', status: 'failed', detail: (error as Error).message, fix: 'Install git 2.38 or newer' };
  }
}

async function identityCheck(cwd: string): Promise<CheckResult> {
  const { ok, stdout } = await git(cwd, ['var', 'GIT_COMMITTER_IDENT'], { allowFailure: true });
  const name = stdout.replace(/ \d+ [+-]\d+\s*$/, '').trim();
  return ok
    ? { title: 'identity', status: 'ok', detail: name }
    : {
        title: 'identity',
        status: 'failed',
        detail: 'git does not know who commits',
        fix: 'git config --global user.name "…" and user.email "…"',
      };
}

async function repositoryCheck(cwd: string): Promise<CheckResult> {
  try {
    const { top, gitDir } = await openRepository(cwd);
    return { title: 'repository', status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return {
      title: 'repository',
      status: 'not-run',
      detail: `${cwd} is in none`,
      fix: 'Run it inside a repository to check that too',
    };
  }
}
