import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import { git, type GitPlace } from '@cdev/git';
import type { DecidedPiece, OpenConflict, ResolvedPath } from '../conflict/open-conflict.ts';
import { regenerateAll, type RegenerateLockfilesOptions } from './regenerate-lockfiles.ts';

export type WriteLockfilesOptions = Omit<RegenerateLockfilesOptions, 'worktree'>;

/** What came of lock files that were to be written anew: all of them, or none and why. */
export interface WrittenLockfiles {
  readonly resolved: readonly ResolvedPath[];
  readonly open: readonly OpenConflict[];
}

/**
 * Has lock files written anew in a folder of its own that holds the files of `tree` and is no repository: no working tree is touched, and no
 * hook of the repository runs. What the package manager says when it cannot is the reason of the conflict that stays.
 */
export async function writeLockfiles(place: GitPlace, options: WriteLockfilesOptions): Promise<WrittenLockfiles> {
  const { lockfiles, tree } = options;
  const folder = await mkdtemp(join(tmpdir(), 'cdev-lockfiles-'));
  try {
    const worktree = join(folder, 'files');
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    await git(place, ['read-tree', tree], { env });
    await git(place, ['checkout-index', '--all', '--quiet', `--prefix=${worktree}/`], { env, hooks: false });
    const written = new Map(
      (await regenerateAll({ ...options, worktree })).map(({ path, content }) => [path, content]),
    );
    const isWritten = ({ path }: OpenConflict): boolean => written.has(path);
    return {
      resolved: lockfiles.filter(isWritten).map((one) => resolvedPath(one, written.get(one.path) ?? null)),
      open: lockfiles.filter((one) => !isWritten(one)),
    };
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_MERGE_LOCKFILE_FAILED')) throw error;
    const why = error.message.replaceAll(/\s+/g, ' ').trim();
    return { resolved: [], open: lockfiles.map((one) => ({ ...one, reason: why })) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function resolvedPath({ path, ours, regenerate }: OpenConflict, content: Buffer | null): ResolvedPath {
  const piece: DecidedPiece = {
    rule: 'lockfile',
    where: '',
    reason: `${regenerate?.command ?? 'its package manager'} wrote it anew from the merged manifests`,
    confidence: 'likely',
  };
  const mode = ours?.mode ?? '100644';
  return { path, rule: 'lockfile', content, mode, resolutions: [piece], confidence: 'likely', lost: [] };
}
