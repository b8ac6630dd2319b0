import type { Repository, Snapshot } from '@cdev/git';
export interface RemoveWorktreeOptions {
  readonly repository: Repository;
  /** Absolute path of the folder. */
  readonly path: string;
  /** Its commits must be contained in this ref (such as the target branch), unless `snapshotRef` keeps them. */
  readonly containedIn?: string | undefined;
  /** Ref to keep unsaved work and commits on before the folder goes; a name ending in `/` gets the next free number. */
  readonly snapshotRef?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
export interface RemovedWorktree {
  readonly path: string;
  readonly branch: string | undefined;
  /** Where its HEAD was. */
  readonly commit: string | undefined;
  /** What was kept on `snapshotRef`, if there was something to keep. */
  readonly snapshot: Snapshot | undefined;
  readonly outcome: 'removed' | 'absent';
}
/**
 * Removes the folder and its metadata, not its branch. Linked folders inside are not followed.
 * @throws CDEV_E_WORKSPACE_UNSAVED_WORK (uncommitted, or commits not contained, and no `snapshotRef`), CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY (not a worktree of this repository).
 */
export async function removeWorktree(options: RemoveWorktreeOptions): Promise<RemovedWorktree> {
  throw new Error('on its way');
}
