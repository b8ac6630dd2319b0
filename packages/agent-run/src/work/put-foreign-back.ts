import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { changedPaths, git, type ChangedPath } from '@cdev/git';
import { errors } from '../errors.ts';
import { buildTree } from './build-tree.ts';
import { isWork, type Survey } from './survey-work.ts';

/**
 * Brings foreign paths of the worktree to what the branch has, and gives those that must stay. Only what the survey captured, and a ref
 * therefore holds, is written over: git compares each file with the captured index and refuses when somebody has written to it since.
 * @throws CDEV_E_RUN_WORKTREE_BUSY
 */
export async function putForeignBack(survey: Survey, tip: string): Promise<readonly string[]> {
  const { repository, work, env, mayWrite } = survey;
  const foreign = (await changedPaths(repository, work.tree, tip)).filter(
    (change) => !mayWrite(change.path) && isWork(change),
  );
  const staying = await Promise.all(foreign.map((change) => mustStay(survey, change)));
  const changes = foreign.filter((_, index) => !staying[index]);
  if (changes.length > 0) {
    const target = await buildTree(repository, work.tree, changes);
    try {
      await git(repository, ['read-tree', '-m', '-u', work.tree, target], { env, hooks: false });
    } catch (cause) {
      if (!isCdevError(cause, 'CDEV_E_SUBPROCESS_FAILED')) throw cause;
      throw errors.make(
        'CDEV_E_RUN_WORKTREE_BUSY',
        { worktree: repository.top ?? '', reason: cause.message },
        { cause },
      );
    }
  }
  return foreign.filter((_, index) => staying[index]).map(({ path }) => path);
}

/**
 * A submodule's folder is another repository's. And a file that stands where the capture has none is one that git ignores, so no ref
 * holds it: an agent that untracks and ignores a file may still have written to it.
 */
async function mustStay({ repository }: Survey, { path, mode, oldMode, oldOid }: ChangedPath): Promise<boolean> {
  if (mode === '160000' || oldMode === '160000') return true;
  if (oldOid !== undefined) return false;
  try {
    await lstat(join(repository.top ?? '', path));
    return true;
  } catch (error) {
    // With a file in place of a folder above it nothing can be said to be free.
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
