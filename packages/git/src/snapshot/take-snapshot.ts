import type { GitPlace } from '../git.ts';
export interface Snapshot {
  readonly commit: string;
  readonly tree: string;
  readonly ref: string;
}
export interface TakeSnapshotOptions {
  /** Full name of the ref to create; one that ends in `/` gets the next free number. */
  readonly ref: string;
  readonly message: string;
  readonly signal?: AbortSignal | undefined;
}
/**
 * Keeps staged, unstaged and untracked (not ignored) work in a commit on HEAD. Neither index nor working tree is touched, no hook runs.
 * What was staged and then changed again is the second parent. Undefined when there is nothing beyond HEAD.
 * @throws CDEV_E_GIT_NESTED_REPOSITORY when files would be missing from it, CDEV_E_GIT_REF_MOVED when `ref` exists.
 */
export async function takeSnapshot(worktree: GitPlace, options: TakeSnapshotOptions): Promise<Snapshot | undefined> {
  throw new Error('on its way');
}
