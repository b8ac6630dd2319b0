/** Why a file is not one that a person edits. */
export type GeneratedKind = 'lock' | 'minified' | 'vendored' | 'built' | 'snapshot';

export interface InventoryFile {
  /** Relative to the root, posix separators, as git spells it (not quoted). */
  readonly path: string;
  /** Bytes; 0 where a partial clone does not know it. */
  readonly size: number;
  /** Lower-case name such as `typescript`, `python`, `markdown`; `unknown` where the name says nothing. */
  readonly language: string;
  /** Tests, and what only tests use: helpers, fixtures, mocks. */
  readonly isTest: boolean;
  /** True when `generatedAs` is there. */
  readonly isGenerated: boolean;
  readonly generatedAs?: GeneratedKind;
  readonly isBinary: boolean;
  /** A symbolic link; its text is the target's and is not read. */
  readonly isLink: boolean;
  /** Milliseconds since 1970 when content, name or rights last changed; of files on disk. */
  readonly changedAt?: number;
  /** Git's name of the content, where it was listed from a commit. */
  readonly blob?: string;
}

export interface Inventory {
  /** Absolute: top of the work tree, the git directory of a bare repository, or the folder itself where there is no git. */
  readonly root: string;
  readonly isRepository: boolean;
  /** Full hash when the files of a commit were asked for; undefined for the files on disk. */
  readonly commit: string | undefined;
  /** By path, in code unit order. */
  readonly files: readonly InventoryFile[];
  /** Folders that are repositories of their own, such as submodules: nothing in them is among the files. */
  readonly repositories: readonly string[];
}
