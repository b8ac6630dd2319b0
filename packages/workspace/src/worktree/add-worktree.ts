import { isCdevError } from '@cdev/core/errors';
import { git, type Repository } from '@cdev/git';
import { errors } from '../errors.ts';

export interface Addition {
  readonly repository: Repository;
  readonly path: string;
  /** Used as it is when it is there, else made at `start`. */
  readonly branch: string;
  readonly start: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * `git worktree add` without files, which are written by many at once outside the lock, and without tracking, which writes the common
 * configuration. `registered`: git knows a worktree at that path whose folder is gone.
 * @throws CDEV_E_WORKSPACE_BRANCH_ELSEWHERE.
 */
export async function addWorktree(addition: Addition): Promise<'added' | 'registered'> {
  const { path, branch, start } = addition;
  const attempt = await add(addition, ['--no-track', '-b', branch, path, start]);
  return attempt === 'branch exists' ? ((await add(addition, [path, branch])) as 'added' | 'registered') : attempt;
}

async function add(
  { repository, branch, signal }: Addition,
  target: readonly string[],
): Promise<'added' | 'registered' | 'branch exists'> {
  try {
    await git(repository, ['worktree', 'add', '--no-checkout', ...target], { hooks: false, signal });
    return 'added';
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
    const { message } = error;
    if (/is a missing but (?:already registered|locked) worktree/.test(message)) return 'registered';
    if (target[0] === '--no-track' && /a branch named .* already exists/.test(message)) return 'branch exists';
    const path = /is already (?:checked out|used by worktree) at '(.+)'/.exec(message)?.[1];
    throw path === undefined
      ? error
      : errors.make('CDEV_E_WORKSPACE_BRANCH_ELSEWHERE', { branch, path }, { cause: error });
  }
}
