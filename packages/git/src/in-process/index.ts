import type { ChangedPath } from '../changed-paths.ts';
import type { Commit } from '../commit.ts';
export interface LogRange {
  /** Newest commit. */
  readonly from: string;
  /** Stops at what is reachable from here, which is left out. */
  readonly until?: string | undefined;
  /** At most so many commits. */
  readonly limit?: number | undefined;
}
export interface BlobPlace {
  readonly commit: string;
  readonly path: string;
}
/** Full ref name → id. `names`: full names; missing ones are left out. `prefix`: all below `refs/heads/cdev/`. No process is started. */
export async function readRefs(
  commonDir: string,
  which: { readonly names: readonly string[] } | { readonly prefix: string },
): Promise<Map<string, string>> {
  throw new Error('on its way');
}
/** @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE. */
export async function readCommit(commonDir: string, oid: string): Promise<Commit> {
  throw new Error('on its way');
}
/** Newest first. @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE. */
export async function readLog(commonDir: string, range: LogRange): Promise<Commit[]> {
  throw new Error('on its way');
}
/** The file's bytes at a commit; undefined when there is no such file. */
export async function readBlob(commonDir: string, place: BlobPlace): Promise<Buffer | undefined> {
  throw new Error('on its way');
}
/** As `changedPaths`, reading only the folders that differ. `from`, `to`: full ids of commits or trees. */
export async function readChangedPaths(commonDir: string, from: string, to: string): Promise<ChangedPath[]> {
  throw new Error('on its way');
}
/** Forgets what in-process reads of this repository keep in memory. */
export function releaseReads(commonDir: string): void {
  throw new Error('on its way');
}
