import type { GitPlace } from '../git.ts';
import type { Snapshot } from './take-snapshot.ts';
export interface RestoreSnapshotOptions {
  /** Only these paths or folders. Default: the whole tree. */
  readonly paths?: readonly string[] | undefined;
  /** Take a snapshot of what is there to this ref (as in `takeSnapshot`) and not refuse. */
  readonly saveTo?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
export interface RestoredSnapshot {
  /** Paths written or removed, sorted. */
  readonly paths: readonly string[];
  readonly saved: Snapshot | undefined;
}
/**
 * Brings the working tree's files to those of `commit`; index and HEAD stay.
 * @throws CDEV_E_GIT_WOULD_OVERWRITE when a path to be written has changes that are in no commit, CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function restoreSnapshot(
  worktree: GitPlace,
  commit: string,
  options: RestoreSnapshotOptions = {},
): Promise<RestoredSnapshot> {
  throw new Error('on its way');
}
