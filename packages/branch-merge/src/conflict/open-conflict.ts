import type { ConflictKind, ConflictSide } from '@cdev/git';
import type {
  Confidence,
  ConflictHunk,
  LostLine,
  MergeStep,
  MergeRule,
  RegenerateCommand,
  Resolution,
} from '@cdev/structured-merge';

/**
 * `lockfile`: to be written anew by its package manager; `invalid`: git merged the lines, but both sides together make no sound file;
 * the others say what the sides did to the path.
 */
export type OpenConflictKind = ConflictKind | 'symlink' | 'mode' | 'lockfile' | 'invalid';

/** What is not decided: needs a person, an agent, or for a lock file its package manager. */
export interface OpenConflict {
  readonly path: string;
  readonly kind: OpenConflictKind;
  /** Why it is open, in a sentence. */
  readonly reason: string;
  /** Mode and object id of the path's versions; undefined where a side has none. */
  readonly base: ConflictSide | undefined;
  readonly ours: ConflictSide | undefined;
  readonly theirs: ConflictSide | undefined;
  /** The pieces in conflict; empty when the path as a whole is. */
  readonly hunks: readonly ConflictHunk[];
  /** What of the same file could be decided. */
  readonly resolutions: readonly DecidedPiece[];
  /** For `lockfile`: what writes it, run in the file's folder once the manifests are merged. */
  readonly regenerate?: RegenerateCommand;
  /** With `explains`. */
  readonly explanation?: PathExplanation;
}

/** How a path came to be decided, or to stay open. */
export interface PathExplanation {
  /** What was tried, in order. */
  readonly steps: readonly MergeStep[];
  /** What was made of the result by how sure it is. */
  readonly policy: string;
}

/** One decision that neither side made alone. */
export interface DecidedPiece extends Omit<Resolution, 'rule'> {
  readonly rule: Resolution['rule'] | 'side' | 'chosen' | 'memory' | 'mode' | 'path' | 'mergiraf';
}

/** A path that git could not merge, and a rule or a choice did. */
export interface ResolvedPath {
  readonly path: string;
  /** The rule that the file was merged by; `memory`: as it was decided before; `path`: by what the sides did to it as a whole. */
  readonly rule: MergeRule | 'side' | 'chosen' | 'memory' | 'path' | 'mergiraf';
  /** `null`: it is deleted. */
  readonly content: Buffer | null;
  /** Octal. */
  readonly mode: string;
  /** The commit of a submodule, whose content is empty. */
  readonly oid?: string | undefined;
  readonly resolutions: readonly DecidedPiece[];
  /** That of the least sure decision in it. */
  readonly confidence: Confidence;
  /** All lines that either side added and that did not survive, with the decision that gave them up. */
  readonly lost: readonly LostLine[];
  /** With `explains`. */
  readonly explanation?: PathExplanation;
}
