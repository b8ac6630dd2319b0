import type { GitPlace } from './git.ts';
/** The full id of the commit that `revision` names (a tag is followed to its commit); undefined when there is none. */
export async function resolveCommit(place: GitPlace, revision: string): Promise<string | undefined> {
  throw new Error('on its way');
}
/** As `resolveCommit`. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function requireCommit(place: GitPlace, revision: string): Promise<string> {
  throw new Error('on its way');
}
/** The full id of the tree that `revision` names or leads to. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function resolveTree(place: GitPlace, revision: string): Promise<string> {
  throw new Error('on its way');
}
/** The branch's short name, also before its first commit; undefined when HEAD is detached. */
export async function currentBranch(place: GitPlace): Promise<string | undefined> {
  throw new Error('on its way');
}
/** Whether `ancestor` is reachable from `descendant` (a commit is its own ancestor). @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function isAncestor(place: GitPlace, ancestor: string, descendant: string): Promise<boolean> {
  throw new Error('on its way');
}
/** The best common ancestor; undefined for unrelated histories. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function mergeBase(place: GitPlace, a: string, b: string): Promise<string | undefined> {
  throw new Error('on its way');
}
/** All best common ancestors: more than one after a criss-cross. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function mergeBases(place: GitPlace, a: string, b: string): Promise<string[]> {
  throw new Error('on its way');
}
