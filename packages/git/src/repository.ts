export interface Repository {
  /** The working tree's top folder; undefined in a bare repository. */
  readonly top: string | undefined;
  /** This working tree's own git directory: HEAD and index are in it. Absolute. */
  readonly gitDir: string;
  /** The git directory that all worktrees have in common: refs and objects are in it. Absolute. */
  readonly commonDir: string;
  readonly isBare: boolean;
  readonly isLinkedWorktree: boolean;
  readonly objectFormat: 'sha1' | 'sha256';
}

/**
 * The repository that `cwd` is in.
 * @throws CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_GIT_DUBIOUS_OWNERSHIP, CDEV_E_GIT_MISSING, CDEV_E_GIT_TOO_OLD.
 */
export async function openRepository(
  cwd: string,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Repository> {
  throw new Error('on its way');
}
