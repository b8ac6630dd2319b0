import type { Commit } from './commit.ts';
import type { GitPlace } from './git.ts';
/** Commits reachable from `to` but not from `from`, parents before children. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function commitsBetween(place: GitPlace, from: string, to: string): Promise<Commit[]> {
  throw new Error('on its way');
}
