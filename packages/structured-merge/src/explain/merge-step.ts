import type { Confidence } from '../merge-result.ts';

/** One thing that a merge tried. */
export interface MergeStep {
  /** Lines of ours, a path in a document, or `whole file`. */
  readonly where: string;
  /** What was tried: a rule, or a check of what came of it. */
  readonly rung: string;
  /** `won`: it decided; `gave way`: the next was tried; `refused`: a check stopped what had been decided. */
  readonly outcome: 'won' | 'gave way' | 'refused';
  /** Why it gave way or was refused, or what it decided. */
  readonly reason: string;
  readonly confidence?: Confidence;
  /** How often people decide so, of what was seen: 0 to 1. */
  readonly odds?: number;
}
