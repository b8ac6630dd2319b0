import type { OpenConflict } from '../conflict/open-conflict.ts';
import type { HandedImport } from './import-pieces.ts';

/** One of those whose work does not go together. */
export interface HandOffParty {
  /** Agent or branch. */
  readonly name: string;
  readonly branch?: string | undefined;
  readonly commit: string;
  /** What it was to do. */
  readonly title?: string | undefined;
  /** Markdown. */
  readonly task?: string | undefined;
  /** What has to pass with its work. */
  readonly checks?: readonly HandOffCheck[] | undefined;
}

export interface HandOffCheck {
  readonly name: string;
  /** Run by the shell in the worktree's top. */
  readonly command: string;
}

/** A test file, and the files in conflict that it is about. */
export interface HandOffTest {
  readonly path: string;
  readonly about: readonly string[];
}

/** The task of bringing two pieces of work together where no rule could: who wanted what, and where they meet. */
export interface HandOff {
  readonly plan?: string | undefined;
  /** Whose work is in already; several when one conflict meets several agents. */
  readonly ours: readonly HandOffParty[];
  /** Whose work does not go in. */
  readonly theirs: HandOffParty;
  readonly conflicts: readonly OpenConflict[];
  /** Where everything could be merged, and one takes what the other has taken out. */
  readonly brokenImports?: readonly HandedImport[] | undefined;
  /** What has to pass with everybody's work. */
  readonly checks?: readonly HandOffCheck[] | undefined;
  /** Tests of what is in conflict (`testsOf`). */
  readonly tests?: readonly HandOffTest[] | undefined;
  /** The top folder of the working tree in which the merge stopped, where that is what is to be brought to an end. */
  readonly stoppedIn?: string | undefined;
  /** What to run when it is done; nothing where nothing has to be. */
  readonly next?: string | undefined;
}

export const handOffSchemaVersion = 1;
