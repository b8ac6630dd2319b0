import type { GitPlace } from './git.ts';
/** Paths of the tracked files, sorted: in the index, or at `revision`. Submodules are left out. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function listFiles(place: GitPlace, revision?: string): Promise<string[]> {
  throw new Error('on its way');
}
