import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import type { Repository } from '@cdev/git';

/**
 * The index that a commit is being made from, where it is not the repository's own: `git commit -a` and `git commit <path>` write one of theirs, and tell their
 * hooks in GIT_INDEX_FILE (githooks(5)). Undefined where it is its own, or where the variable comes from a hook of another repository.
 */
export function stagedIndex({ top, gitDir }: Repository, { env }: Pick<Context, 'env'>): string | undefined {
  const named = env['GIT_INDEX_FILE'];
  if (named === undefined || named === '' || top === undefined) return undefined;
  const file = resolve(top, named);
  const folder = dirname(file);
  if (file === join(gitDir, 'index') || !existsSync(file)) return undefined;
  return folder === gitDir || !existsSync(join(folder, 'HEAD')) ? file : undefined;
}
