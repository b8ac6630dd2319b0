import { isCdevError } from '@cdev/core/errors';
import { git, type Repository } from '@cdev/git';

export interface NewBranch {
  readonly branch: string;
  /** Full id. */
  readonly start: string;
}

/** All of the branches by one process, or none: false when one is there already, or cannot be (its name, another's name in its way). */
export async function createBranches(repository: Repository, branches: readonly NewBranch[]): Promise<boolean> {
  if (branches.length === 0) return true;
  const input = branches.map(({ branch, start }) => `create refs/heads/${branch}\0${start}\0`).join('');
  const args = ['update-ref', '-m', 'branch: Created for a worktree', '--stdin', '-z'];
  try {
    await git(repository, args, { input, hooks: false });
    return true;
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_FAILED')) throw error;
    return false;
  }
}
