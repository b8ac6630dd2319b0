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
  | 'other';
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
  /** Sorted by path. A conflicted merge may have none with a version here (a directory rename): then `messages` tell. */
  readonly conflicts: readonly MergeConflict[];
  readonly messages: readonly MergeMessage[];
}
