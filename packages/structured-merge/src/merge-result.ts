import type { MergeStep } from './explain/merge-step.ts';

/** How a file is merged. `text` is the fallback; `lockfile` never merges, it asks for regeneration. */
export type MergeRule = 'json' | 'yaml' | 'imports' | 'union' | 'lockfile' | 'text';

/** `certain`: follows from the three versions. `likely`: people mostly decide so. `guess`: apply only if it is tested. */
export type Confidence = 'certain' | 'likely' | 'guess';

/** One decision beyond what both sides agree on or only one side touched. */
export interface Resolution {
  /** `line`, `token`: both edits, joined; `side`: one of two edits that do not go together. */
  readonly rule:
    | MergeRule
    | 'package-json'
    | 'identical'
    | 'whitespace'
    | 'line'
    | 'token'
    | 'side'
    | 'list'
    | 'section';
  /** `dependencies.zod`, `line 12-18` (lines of ours), `import ./a`. */
  readonly where: string;
  readonly reason: string;
  readonly confidence: Confidence;
  /**
   * What kind of decision it is, where that says more than its rule: one edit holds the other, a name kept for its use,
   * a removal kept, or what the merge as a whole is worth.
   */
  readonly trait?: 'contained' | 'kept' | 'removed' | 'sorted' | 'overall';
  /** How often people decide such a conflict so, of what was seen: 0 to 1. */
  readonly odds?: number;
}

/**
 * A piece of one version as it stands there; `line` is its first line, counted from 1. Of a text it is whole lines with
 * their ends, empty where the version has none; of a document it is a value or an entry.
 */
export interface HunkText {
  readonly line: number;
  readonly text: string;
}

/** What both sides changed differently. Never holds a conflict marker of our own making. */
export interface ConflictHunk {
  /** As in a resolution. */
  readonly where: string;
  /** Absent when there is no common ancestor of this piece. */
  readonly base: HunkText | undefined;
  readonly ours: HunkText;
  readonly theirs: HunkText;
}

/** A line that a side added and the merge does not have. */
export interface LostLine {
  readonly side: 'ours' | 'theirs';
  /** Counted from 1, in that side. */
  readonly line: number;
  readonly text: string;
  /** The decision that gave it up. */
  readonly reason: string;
}

export interface Merged {
  readonly kind: 'merged';
  readonly content: string;
  readonly resolutions: readonly Resolution[];
  /** All that either side added and that did not survive; never a line that no decision gave up. */
  readonly lost: readonly LostLine[];
  /** What was tried, in order; with `explains`. */
  readonly steps?: readonly MergeStep[];
}

export interface Conflict {
  readonly kind: 'conflict';
  readonly hunks: readonly ConflictHunk[];
  /** The merge with the conflicting pieces as they are in the base; absent when there is no sensible one. Never with markers. */
  readonly partial?: string | undefined;
  readonly resolutions: readonly Resolution[];
  readonly reason: string;
  readonly steps?: readonly MergeStep[];
}

export type MergeResult = Merged | Conflict;

export interface MergeInput {
  /** Repository-relative; decides the rule and the parser. */
  readonly path: string;
  /** `undefined` when both sides added the file. */
  readonly base: string | undefined;
  readonly ours: string;
  readonly theirs: string;
  /** Forces a rule, such as the one a plan declares for a shared path. */
  readonly rule?: MergeRule | undefined;
  /**
   * Whether one of two edits of a script that do not go together is taken where people mostly take it; what it gives up is then among the lost
   * lines. Default: no, both edits are kept or it is a conflict.
   */
  readonly takesSides?: boolean | undefined;
  /**
   * Milliseconds after which no further rule is tried, so that what is not settled by then stays as lines show it; default 10,000. A rule
   * that has begun is not cut off.
   */
  readonly timeLimit?: number | undefined;
  /** Whether the result tells what was tried and why it gave way. Default: no. */
  readonly explains?: boolean | undefined;
  /** Names of the sides in reasons; "ours" and "theirs" without. */
  readonly labels?: { readonly ours: string; readonly theirs: string } | undefined;
}
