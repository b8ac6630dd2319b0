import type { GitPlace } from './git.ts';
export interface FileStat {
  readonly path: string;
  /** Lines; undefined for a binary file. */
  readonly added: number | undefined;
  readonly removed: number | undefined;
}
export interface DiffRange {
  readonly from: string;
  readonly to: string;
  readonly paths?: readonly string[];
}
/** Lines added and removed per file between two commits or trees, sorted by path, renames as both ends. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function diffStat(place: GitPlace, from: string, to: string): Promise<FileStat[]> {
  throw new Error('on its way');
}
/** The unified diff between two commits or trees, limited to `paths` (literal paths or folders). @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function diffText(place: GitPlace, range: DiffRange): Promise<string> {
  throw new Error('on its way');
}
