import { copyFile, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Repository } from '@cdev/git';

export type IndexEnvironment = Readonly<Record<'GIT_INDEX_FILE', string>>;

/** Runs `action` with an environment that names an index of its own, which does not exist yet; the worktree's index is not touched. */
export async function withTemporaryIndex<Result>(action: (env: IndexEnvironment) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'cdev-index-'));
  try {
    return await action({ GIT_INDEX_FILE: join(folder, 'index') });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Fills it with what the worktree's index holds. git compares a file's time with the index's to know whether it must look at the
 * content; the copy is made older than the original so that it looks at what was changed in the same instant.
 */
export async function copyIndex({ gitDir }: Repository, { GIT_INDEX_FILE: copy }: IndexEnvironment): Promise<void> {
  const index = join(gitDir, 'index');
  const found = await stat(index).catch(() => undefined);
  if (!found) return;
  await copyFile(index, copy);
  const time = (Math.floor(found.mtimeMs) - 1) / 1000;
  await utimes(copy, time, time);
}
