import type { Repository } from '@cdev/git';
export interface WorktreeRequest {
  /** Absolute path of the folder to be. */
  readonly path: string;
  /** Short name; created at `start` when it is not there. */
  readonly branch: string;
  /** Commit or branch that a new branch starts at. */
  readonly start: string;
  /** Folders to fill (sparse checkout in cone mode, files of the folders above included). Default: everything. */
  readonly sparse?: readonly string[] | undefined;
}
export interface CreatedWorktree {
  readonly path: string;
  readonly branch: string;
  readonly commit: string;
  /** `kept`: it was there and right; `repaired`: it was half-made. */
  readonly outcome: 'created' | 'repaired' | 'kept';
  /** Milliseconds. */
  readonly duration: number;
}
export interface CreateWorktreesOptions {
  readonly repository: Repository;
  readonly worktrees: readonly WorktreeRequest[];
  /** Folders filled at once. Default: number of processors, at most 8. */
  readonly workers?: number | undefined;
  /** Called as each is complete. */
  readonly onReady?: ((worktree: CreatedWorktree) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}
/**
 * Working folders with their branches, in the order asked for. Run again after any interruption: what is right is kept as it is, what is
 * half-made is repaired, nothing uncommitted is overwritten and no branch that was there is moved.
 * @throws CDEV_E_WORKSPACE_FOLDER_IN_THE_WAY, CDEV_E_WORKSPACE_BRANCH_ELSEWHERE (both before anything is made), CDEV_E_GIT_UNKNOWN_REVISION.
 */
export async function createWorktrees(options: CreateWorktreesOptions): Promise<CreatedWorktree[]> {
  throw new Error('on its way');
}
