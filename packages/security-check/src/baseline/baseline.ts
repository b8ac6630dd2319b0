import type { IssueCheck } from '@cdev/security-issue';

/** A secret that somebody has looked at and lets stand. */
export interface BaselineEntry {
  /** The hash of rule and secret: it goes with the secret wherever that is moved, and never covers another one. */
  readonly id: string;
  readonly rule: string;
  readonly reason: string;
  readonly owner?: string;
  /** The last day on which it holds, `2027-01-31`. */
  readonly expires?: string;
  /** Where it stood when it was entered; for readers only. */
  readonly where?: string;
}

/** An issue that is no secret and that somebody has looked at and lets stand; its id is its fingerprint. */
export interface IssueEntry extends BaselineEntry {
  readonly check: IssueCheck;
}

export interface BaselineEntries {
  readonly entries: readonly BaselineEntry[];
  readonly issues: readonly IssueEntry[];
}

export interface Baseline extends BaselineEntries {
  /** Absolute. */
  readonly file: string;
}

/** In the top folder of the repository. */
export const baselineName = 'security-baseline.yaml';
