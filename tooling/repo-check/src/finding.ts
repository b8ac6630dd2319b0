import type { Workspace } from './workspace/workspace.ts';

/** One place that is not as the house wants it. */
export interface Finding {
  readonly rule: string;
  /** Relative to the repository, with `:line` where there is one. */
  readonly file: string;
  readonly why: string;
  /** What to do about it, as an instruction. */
  readonly mend: string;
}

/** Something that is checked everywhere in the repository. */
export interface Rule {
  readonly name: string;
  /** What holds when it finds nothing, as a sentence. */
  readonly says: string;
  readonly check: (workspace: Workspace) => readonly Finding[] | Promise<readonly Finding[]>;
}

/** A file, or a part of one, that is made from other files and never written by hand. */
export interface Generated {
  readonly name: string;
  readonly says: string;
  /** The wanted text of each file it has a say in. A file it makes nothing of is absent. */
  readonly generate: (workspace: Workspace) => Promise<ReadonlyMap<string, string>>;
}
