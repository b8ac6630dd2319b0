import type { GitPlace } from '../git.ts';
import type { MergeResult } from './merge-result.ts';
export interface MergeTreesOptions {
  /** Commits; with `base`, trees will do. */
  readonly ours: string;
  readonly theirs: string;
  /** Merge on this base and not on the merge base of the two. */
  readonly base?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}
/** Merges without index or working tree. Unrelated histories merge on the empty tree. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function mergeTrees(place: GitPlace, options: MergeTreesOptions): Promise<MergeResult> {
  throw new Error('on its way');
}
