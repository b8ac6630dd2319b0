import { createHash } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { git, type Repository } from '@cdev/git';

/** Where updates of a repository are tried: outside of it, so that nothing of it is found by looking upwards. */
export function updatesFolder({ home }: Pick<Context, 'home'>, { commonDir }: Repository): string {
  return join(home, 'updates', createHash('sha256').update(commonDir).digest('hex').slice(0, 12));
}

/** One working tree for all groups, one after the other: what is installed in it is installed once. */
export interface ScratchTree {
  readonly path: string;
  /** The committed state and nothing else; what git ignores stays. */
  readonly reset: () => Promise<void>;
}

/** Makes the tree at the commit, gives it to the action, and takes it away, also one that a killed run left. The caller holds the lock. */
export async function withScratchTree<Result>(
  {
    repository,
    folder,
    base,
    signal,
  }: { readonly repository: Repository; readonly folder: string; readonly base: string; readonly signal: AbortSignal },
  action: (tree: ScratchTree) => Promise<Result>,
): Promise<Result> {
  const path = join(folder, 'tree');
  const remove = async (): Promise<void> => {
    await git(repository, ['worktree', 'remove', '--force', path], { allowFailure: true });
    await rm(path, { recursive: true, force: true, maxRetries: 5 });
    await git(repository, ['worktree', 'prune'], { allowFailure: true });
  };
  await remove();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await git(repository, ['worktree', 'add', '--quiet', '--detach', path, base], { signal, hooks: false });
    return await action({
      path,
      reset: async () => {
        await git(path, ['reset', '--quiet', '--hard', base], { signal, hooks: false });
        await git(path, ['clean', '--quiet', '-d', '--force'], { signal });
      },
    });
  } finally {
    await remove();
  }
}
