import type { Owner } from '@cdev/deployment-plan';
import type { ChangedPath } from '@cdev/git';

/** One path in which the agent's worktree differs from its base. A rename is one deleted and one added path. */
export interface WorkChange {
  /** Repository-relative, posix, as git has it: any character but NUL. */
  readonly path: string;
  readonly kind: 'added' | 'modified' | 'deleted' | 'type-changed';
  /** As git writes it: `100644`, `100755` (executable), `120000` (link), `160000` (submodule); '' when deleted. */
  readonly mode: string;
  /** Object id of the new content; '' when deleted. */
  readonly blob: string;
  /** `committed`: on the branch as it is; `uncommitted`: in the index, in the worktree, or untracked. */
  readonly stage: 'committed' | 'uncommitted';
}

export interface ForeignChange extends WorkChange {
  /** Whose path it is: another agent's, shared between others, or nobody's. */
  readonly owner: Owner;
}

/** A line of a conflict that nobody resolved. */
export interface Leftover {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** Everything an agent has done since its base, wherever it lies: commits, index, worktree, untracked files. Lists are sorted by path. */
export interface Work {
  /** The branch that the worktree is on; undefined when HEAD is detached. */
  readonly branch: string | undefined;
  readonly base: string;
  /** HEAD of the worktree. */
  readonly tip: string;
  /** The worktree's files as a tree (object id), to read contents from. */
  readonly tree: string;
  readonly changed: readonly WorkChange[];
  /** Changed paths the agent owns. */
  readonly owned: readonly string[];
  /** Changed paths that are shared with it. */
  readonly shared: readonly string[];
  /** Changed paths it may not write. */
  readonly foreign: readonly ForeignChange[];
  /** Conflict markers in what it may write that the base did not have, and paths still unmerged in the index (as line 0). */
  readonly leftovers: readonly Leftover[];
  /** Promised paths that are not there. */
  readonly missing: readonly string[];
  /** Files the agent owns that `.gitignore` keeps out of the work; promised paths are taken in all the same. */
  readonly ignored: readonly string[];
  /** Folders that are repositories of their own, within what the agent may write: their files cannot be committed. */
  readonly nested: readonly string[];
  /** Nothing differs from the base, and nothing was committed. */
  readonly isEmpty: boolean;
}

/** Changes that no commit of the branch has yet. */
export function uncommittedChanges(changes: readonly ChangedPath[]): readonly WorkChange[] {
  return changes.map(({ path, status, mode, oid }) => ({
    path,
    kind: status,
    mode: oid === undefined ? '' : mode,
    blob: oid ?? '',
    stage: 'uncommitted',
  }));
}
