import type { Severity } from '@cdev/secret-rules';

export type Confidence = 'high' | 'medium' | 'low';

/** `error`: act now. `warning`: look at it. `note`: probably an example. */
export type Level = 'error' | 'warning' | 'note';

/** A secret at a place. Never holds the secret itself unless `reveal` was asked for. */
export interface SecretFinding {
  /** Permanent id of the rule: `github-personal-token`, `generic-password`. */
  readonly ruleId: string;
  /** What it is, with its article: "a personal access token of GitHub". */
  readonly title: string;
  readonly provider?: string;
  readonly path: string;
  /** 1-based line and column of the first and of the position after the last byte; columns count bytes. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** Bytes from the beginning of the content. */
  readonly offset: number;
  /** Length of the secret in bytes. */
  readonly length: number;
  /** What may be shown: the beginning, and how long it is. */
  readonly redacted: string;
  /** Hash of rule and secret, 32 hex digits: the same at every place and in every revision, another for another secret. */
  readonly secretId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly level: Level;
  /** Why the confidence is what it is, most important first. */
  readonly reasons: readonly string[];
  /** Where its owner makes it worthless. */
  readonly rotate?: string;
  /** What the secret was wrapped in: `base64`, or the path within an archive. */
  readonly inside?: string;
  /** The reason that stands in a comment `cdev-ignore-secret: reason` on its line or the one before; empty when the comment gives none. */
  readonly ignored?: string;
  /** The secret as text; only with `reveal`. */
  readonly secret?: string;
}

/** What a detector saw: where, what, and what speaks for and against it. */
export interface Candidate {
  readonly ruleId: string;
  readonly title: string;
  readonly provider?: string;
  readonly severity: Severity;
  readonly rotate?: string;
  /** Of detectors that see the same text, the highest is believed. */
  readonly rank: number;
  readonly start: number;
  readonly end: number;
  /** One character per byte. */
  readonly secret: string;
  /** 0 to 1 before path and example markers are looked at. */
  readonly certainty: number;
  readonly reasons: readonly string[];
  readonly inside?: string;
}
