import type { Log } from '@cdev/core/log';
import type { Repository } from '@cdev/git';
export interface PrepareWorkspaceOptions {
  /** The repository; its main working tree is what is copied from. */
  readonly repository: Repository;
  /** The worktree to prepare. */
  readonly path: string;
  /** Patterns in gitignore syntax, beside `.env*` and those of `.worktreeinclude`: ignored files to copy. */
  readonly copy?: readonly string[] | undefined;
  /** How installed dependencies get there. Default `auto`. */
  readonly dependencies?: 'link' | 'copy' | 'install' | 'none' | 'auto' | undefined;
  /** Shell commands run in the worktree's top afterwards, in order. */
  readonly setup?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log | undefined;
}
export interface PreparedWorkspace {
  /** Files copied, repository-relative, sorted. */
  readonly copied: readonly string[];
  readonly dependencies: {
    readonly manner: 'reflink' | 'hard-link' | 'copy' | 'install' | 'kept' | 'none';
    /** The folders that were filled, repository-relative. */
    readonly folders: readonly string[];
    /** Why this manner, or why none. */
    readonly reason: string;
    /** Milliseconds. */
    readonly duration: number;
  };
  readonly setup: readonly { readonly command: string; readonly duration: number }[];
  readonly duration: number;
}
/**
 * Gives a worktree what git does not carry. Nothing that is already there is overwritten, so it can be run again.
 * @throws CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_WORKSPACE_SETUP_FAILED.
 */
export async function prepareWorkspace(options: PrepareWorkspaceOptions): Promise<PreparedWorkspace> {
  throw new Error('on its way');
}
