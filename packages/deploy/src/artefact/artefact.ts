/** What is deployed: a folder's content, read once. */
export interface Artefact {
  /** Absolute path; of what an archive was unpacked to, where it is one. */
  readonly folder: string;
  /** In the order of their paths; a folder stands before what is in it. */
  readonly entries: readonly ArtefactEntry[];
  readonly files: number;
  readonly bytes: number;
  /** SHA-256 over paths, kinds, contents and whether a file is a program; times and owners do not count. */
  readonly digest: string;
}

export interface ArtefactEntry {
  /** Relative, with `/`. */
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly isProgram: boolean;
  readonly size: number;
  /** The content's SHA-256, or where a link leads. */
  readonly content: string;
}
