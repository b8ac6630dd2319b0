export type ConflictKind =
  | 'content'
  | 'binary'
  | 'add/add'
  | 'modify/delete'
  | 'rename/delete'
  | 'rename/rename'
  | 'rename/add'
  | 'file/directory'
  | 'distinct types'
  | 'submodule'
  | 'directory rename'
  | 'other';

/** One version of a conflicted file. */
export interface ConflictSide {
  readonly mode: string;
  readonly oid: string;
}

export interface MergeConflict {
  /** The path as the merge places it. */
  readonly path: string;
  readonly kind: ConflictKind;
  /** The path's three versions; undefined where a side has none. */
  readonly base: ConflictSide | undefined;
  readonly ours: ConflictSide | undefined;
  readonly theirs: ConflictSide | undefined;
}

export interface MergeMessage {
  /** git's stable short name, such as `CONFLICT (contents)` or `Auto-merging`. */
  readonly type: string;
  readonly paths: readonly string[];
  readonly text: string;
}

export interface MergeResult {
  /** The merged tree; with conflict markers in the files of `conflicts` unless it is clean. */
  readonly tree: string;
  readonly isClean: boolean;
  /** Sorted by path. */
  readonly conflicts: readonly MergeConflict[];
  /** What git says about it; `Auto-merging` for each file whose lines it put together (not in a forecast of a clean merge). */
  readonly messages: readonly MergeMessage[];
}
