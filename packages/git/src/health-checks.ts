import type { CheckResult } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { git } from './git.ts';
import { requireGit } from './git-version.ts';
import { openRepository } from './repository.ts';

/** For `--health`: git, in a version that can be used. */
export async function checkGit(cwd: string): Promise<CheckResult> {
  const title = 'git';
  try {
    return { title, status: 'ok', detail: await requireGit(cwd) };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return { title, status: 'failed', detail: error.message, fix: error.steps[0] ?? 'Install git' };
  }
}

/** For `--health`: the repository that the folder is in. Outside of any nothing is wrong, but nothing was tried. */
export async function checkRepository(cwd: string): Promise<CheckResult> {
  const title = 'repository';
  try {
    const { top, gitDir } = await openRepository(cwd);
    return { title, status: 'ok', detail: top ?? gitDir };
  } catch (error) {
    if (!isCdevError(error)) throw error;
    const fix = 'Run it inside a repository to check that too';
    return { title, status: 'not-run', detail: `${cwd} is in none`, fix };
  }
}

/** For `--health`: whose name commits bear. */
export async function checkIdentity(cwd: string): Promise<CheckResult> {
  const title = 'identity';
  const { ok, stdout } = await git(cwd, ['var', 'GIT_COMMITTER_IDENT'], { allowFailure: true });
  if (ok) return { title, status: 'ok', detail: stdout.replace(/ \d+ [+-]\d+\s*$/, '').trim() };
  const fix = 'git config --global user.name "…" && git config --global user.email "…"';
  return { title, status: 'failed', detail: 'git does not know who commits', fix };
}
