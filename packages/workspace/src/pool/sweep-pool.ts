import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { withLock, type Repository } from '@cdev/git';
import { removeFolder } from '../remove-folder.ts';
import { removeWorktree } from '../remove-worktree.ts';
import { markUnfilled } from '../worktree/unfilled-mark.ts';
import { dropEntry, isHeld, poolLock, readEntries, writeEntry, type PoolEntry } from './pool-entries.ts';

export interface SweptPool {
  readonly removed: number;
  /** Not removed, because somebody has put something into them; with what is in the way. */
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * Puts in order what processes that died have left, and takes away what is more than `size`; 0 takes all. Nothing that somebody has
 * written into a worktree of the pool goes, and nothing that a living process has in hand.
 */
export async function sweepPool(
  repository: Repository,
  { size, signal }: { readonly size: number; readonly signal?: AbortSignal | undefined },
): Promise<SweptPool> {
  const { commonDir } = repository;
  return withLock(poolLock(commonDir), { what: 'the pool of worktrees', signal }, async () => {
    for (const entry of await readEntries(commonDir)) if (!isHeld(entry)) await settle(commonDir, entry);
    const entries = await readEntries(commonDir);
    const spoilt = size === 0 ? entries.filter(({ state }) => state === 'spoilt') : [];
    const idle = entries.filter((entry) => entry.state !== 'spoilt' && !isHeld(entry));
    const held = entries.filter(isHeld).length;
    const surplus = [...spoilt, ...idle.slice(Math.max(0, size - held))];
    const refused: { path: string; reason: string }[] = [];
    for (const entry of surplus) {
      const reason = await remove(repository, entry);
      if (reason !== undefined) refused.push({ path: entry.path, reason });
    }
    return { removed: surplus.length - refused.length, refused };
  });
}

/** Of a dead process: what has been moved out is no longer ours; what has not is to be filled again. */
async function settle(commonDir: string, entry: PoolEntry): Promise<void> {
  const link = (await readFile(join(entry.gitDir, 'gitdir'), 'utf8').catch(() => '')).trim();
  if (link !== join(entry.path, '.git')) {
    // Killed between the two steps of a claim: the folder was handed to nobody, and its metadata makes another one.
    if (entry.state === 'claimed') await removeFolder(entry.path);
    return dropEntry(commonDir, entry);
  }
  if (entry.state !== 'filling' && entry.state !== 'claimed') return;
  await markUnfilled(entry.gitDir);
  await writeEntry(commonDir, { ...entry, state: 'filling', holder: undefined });
}

async function remove(repository: Repository, entry: PoolEntry): Promise<string | undefined> {
  try {
    await removeWorktree({ repository, path: entry.path });
    await dropEntry(repository.commonDir, entry);
    return undefined;
  } catch (error) {
    if (!isCdevError(error)) throw error;
    await writeEntry(repository.commonDir, { ...entry, state: 'spoilt', holder: undefined });
    return error.message;
  }
}
