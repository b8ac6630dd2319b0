import type { PlannedAgent } from '@cdev/deployment-plan';
import type { Identity } from '@cdev/git';

/** An agent's committed work, as it is to be merged. */
export interface Candidate {
  readonly agent: PlannedAgent;
  readonly branch: string;
  /** The tip of its branch. */
  readonly tip: string;
  /** Where its own work begins; undefined when nothing says it. */
  readonly base: string | undefined;
  /** Author and time (ISO 8601) of the tip, so that what is made from it is the same whenever it is made. */
  readonly author: Identity;
  readonly time: string;
  /** Why it must not be merged, known beforehand. */
  readonly refusal?: string;
}

/** An agent that has nothing to merge. */
export interface AbsentAgent {
  readonly agent: string;
  readonly kind: 'missing' | 'skipped' | 'in-target';
  readonly reason: string;
}

export interface FoundCandidates {
  /** In the order in which they are to be merged. */
  readonly candidates: readonly Candidate[];
  readonly absent: readonly AbsentAgent[];
  /** What is not part of this and somebody might believe it is. */
  readonly notes: readonly string[];
}
