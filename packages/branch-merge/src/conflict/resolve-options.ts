import type { Confidence, MergeRule } from '@cdev/structured-merge';
import type { ExternalMerge } from '../external/mergiraf.ts';
import type { ResolutionMemory } from '../memory/resolution-memory.ts';
import type { DecidedPiece } from './open-conflict.ts';
import type { OpenContent, ThreeTexts } from './resolve-content.ts';

/** `structured`: by the rule of each path; the others take a side line by line (`union`: both, ours first) where the sides differ. */
export type MergeStrategy = 'structured' | 'ours' | 'theirs' | 'union';

/** A content that somebody chose for a file. */
export interface ChosenText {
  readonly content: string;
  /** Who chose it, or how. */
  readonly reason: string;
  /** What the rules decided in it; default: what they had decided of the file that was left open. */
  readonly resolutions?: readonly DecidedPiece[] | undefined;
}

/** A file that both sides changed and that is left open, or whose resolution is not sure enough. */
export interface OpenText {
  readonly texts: ThreeTexts;
  readonly open: OpenContent;
}

/** How conflicts are decided. */
export interface ResolveOptions {
  /** The rule of a path, such as the plan declares for its shared paths (`rulesOf`); undefined: the one that its name asks for. */
  readonly rules?: ((path: string) => MergeRule | undefined) | undefined;
  /** Default `structured`. */
  readonly strategy?: MergeStrategy | undefined;
  /** The side that gets what structure leaves open. Default: nobody, it stays open. */
  readonly leftOver?: 'ours' | 'theirs' | undefined;
  /** The least sure resolution that is taken. Default `guess`: all; whoever takes them tests the result. */
  readonly atLeast?: Confidence | undefined;
  /** Whether structure may take one of two edits that do not go together, where people mostly do. Default: no. */
  readonly takesSides?: boolean | undefined;
  /** What was decided before (`openMemory`), taken first where structure decides. Default: nothing is remembered. */
  readonly memory?: Pick<ResolutionMemory, 'find'> | undefined;
  /** Has mergiraf, where it is on the PATH, try what structure leaves open; what it makes is a guess, and is asked for only as one. Default: no. */
  readonly mergiraf?: ExternalMerge | undefined;
  /** Whether each path tells what was tried and why it gave way. Default: no. */
  readonly explains?: boolean | undefined;
  /** Names of the sides in reasons. */
  readonly labels?: SideLabels | undefined;
  /**
   * Asked once about all files that are left open; one that is not in the answer, by its path, stays so. A content with markers or that does not parse
   * is not taken; any other is, however sure.
   */
  readonly resolveTexts?:
    | ((files: readonly OpenText[], labels: SideLabels) => Promise<ReadonlyMap<string, ChosenText>>)
    | undefined;
}

export interface SideLabels {
  readonly ours: string;
  readonly theirs: string;
}
