import type { GitPlace } from './git.ts';
export interface TreeChange {
  readonly path: string;
  /** `null` removes the path. */
  readonly content: string | Uint8Array | null;
  /** Octal mode; default: what the path has in the tree, else 100644. */
  readonly mode?: string | undefined;
}
/** Id of a new tree: `tree` (commit or tree; undefined for an empty one) with the changes. Neither index nor working tree is touched. @throws CDEV_E_GIT_UNKNOWN_REVISION. */
export async function replaceInTree(
  place: GitPlace,
  tree: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  throw new Error('on its way');
}
