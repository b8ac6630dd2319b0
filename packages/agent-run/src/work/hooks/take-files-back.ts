import { git } from '@cdev/git';
import { captureWorktree } from '../capture-worktree.ts';
import type { Survey } from '../survey-work.ts';
import { withTemporaryIndex } from '../temporary-index.ts';

/**
 * Brings the files of the worktree back to what the survey saw, after a hook that was ended in the middle. What somebody writes meanwhile is left as it is;
 * the snapshot has it all.
 */
export async function takeFilesBack({ repository, work }: Survey, promised: readonly string[]): Promise<void> {
  await withTemporaryIndex(async (env) => {
    const { tree } = await captureWorktree(repository, { env, promised });
    if (tree === work.tree) return;
    await git(repository, ['read-tree', '-m', '-u', tree, work.tree], { env, hooks: false, allowFailure: true });
  });
}
