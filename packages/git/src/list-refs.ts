import type { GitPlace } from './git.ts';
export interface Ref {
  /** Full name, such as `refs/heads/main`. */
  readonly name: string;
  /** Id of what it points at (a tag object for an annotated tag). */
  readonly oid: string;
}
/** Refs under the prefix (whole path components: `refs/heads`, `refs/cdev/snapshots/plan`), sorted by name. */
export async function listRefs(place: GitPlace, prefix?: string): Promise<Ref[]> {
  throw new Error('on its way');
}
/** Short names of the branches, sorted; with `prefix`, those below it (`cdev/plan` gives `cdev/plan/agent`). */
export async function listBranches(place: GitPlace, prefix?: string): Promise<string[]> {
  throw new Error('on its way');
}
