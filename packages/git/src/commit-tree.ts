import type { GitPlace } from './git.ts';
export interface Identity {
  readonly name: string;
  readonly email: string;
}
export interface CommitTreeOptions {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** Default: the user's configured identity. */
  readonly author?: Identity | undefined;
  readonly committer?: Identity | undefined;
}
/** Makes a commit object, moves no ref, runs no hook; gives its id. @throws CDEV_E_GIT_NO_IDENTITY, CDEV_E_GIT_UNKNOWN_REVISION. */
export async function commitTree(place: GitPlace, options: CommitTreeOptions): Promise<string> {
  throw new Error('on its way');
}
