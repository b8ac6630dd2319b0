import type { GitPlace } from './git.ts';
export interface ChangedPath {
  readonly path: string;
  readonly status: 'added' | 'modified' | 'deleted' | 'type-changed';
  /** Octal mode after the change: 100644, 100755, 120000 (link), 160000 (submodule), 000000 when deleted. */
  readonly mode: string;
  readonly oldMode: string;
  /** Object id after and before; undefined where there is none. */
  readonly oid: string | undefined;
  readonly oldOid: string | undefined;
}
/** Paths in which two commits or trees differ, sorted. A rename is a deletion and an addition, so that ownership sees both ends. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function changedPaths(place: GitPlace, from: string, to: string): Promise<ChangedPath[]> {
  throw new Error('on its way');
}
