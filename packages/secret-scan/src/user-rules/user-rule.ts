/** What is let through although a rule matches. */
export interface Allowance {
  /** All that is given has to hold; else one of it is enough. */
  readonly needsAll: boolean;
  readonly paths: readonly RegExp[];
  readonly expressions: readonly RegExp[];
  /** It lets through what none of the expressions matches. */
  readonly isNegated: boolean;
  /** What the expressions are held against. */
  readonly target: 'secret' | 'match' | 'line';
  /** Lower-case. */
  readonly stopWords: readonly string[];
}

/** A rule of the user's. */
export interface UserRule {
  readonly id: string;
  readonly title: string;
  /** Finds, with the flag `g`; a rule without one finds files by their path. */
  readonly expression: RegExp | undefined;
  readonly path: RegExp | undefined;
  /** The group that is the secret; 0: the first that is not empty, else the whole. */
  readonly group: number;
  /** Bits per character that have to be exceeded; 0: none. */
  readonly entropy: number;
  /** Lower-case; one has to be in the content. Empty: it is always tried. */
  readonly keywords: readonly string[];
  readonly allowances: readonly Allowance[];
}

export interface UserRules {
  readonly rules: readonly UserRule[];
  readonly allowances: readonly Allowance[];
  /** What stands in the file and is not done, one sentence each. */
  readonly notes: readonly string[];
}
