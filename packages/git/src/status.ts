import type { GitPlace } from './git.ts';
export interface StatusEntry {
  readonly path: string;
  readonly kind: 'tracked' | 'untracked' | 'unmerged';
  /** Letter of the change in the index against HEAD, `.` for none; `?` when untracked. */
  readonly index: string;
  /** Letter of the change in the working tree against the index, `.` for none; `?` when untracked. */
  readonly worktree: string;
  /** Where it was renamed or copied from; only with `renames`. */
  readonly originalPath?: string;
  /** True for a submodule, or a repository inside the working tree. */
  readonly isRepository?: boolean;
}
export interface StatusOptions {
  /** Report a rename as one entry. Default: both ends as a deletion and an addition. */
  readonly renames?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}
/** What differs between HEAD, the index and the working tree, untracked files one by one, ignored ones not; sorted by path. Takes no lock. */
export async function status(place: GitPlace, options: StatusOptions = {}): Promise<StatusEntry[]> {
  throw new Error('on its way');
}
