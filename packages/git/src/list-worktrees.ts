import type { GitPlace } from './git.ts';
export interface Worktree {
  /** Absolute path of the folder. */
  readonly path: string;
  /** Undefined when bare, or before the first commit. */
  readonly commit: string | undefined;
  /** Short name; undefined when detached. */
  readonly branch: string | undefined;
  readonly isMain: boolean;
  readonly isBare: boolean;
  /** Why it is locked; undefined when it is not. */
  readonly locked: string | undefined;
  /** Why its metadata is stale (its folder is gone); undefined when it is not. */
  readonly prunable: string | undefined;
}
/** All working trees of the repository, the main one first. */
export async function listWorktrees(place: GitPlace): Promise<Worktree[]> {
  throw new Error('on its way');
}
