/** What somebody who finds it can do with it: `critical` acts for the owner, `high` reads or spends, `medium` is limited, `low` is an identifier. */
export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** A format with a check sum in it that can be verified without asking anybody. */
export type ChecksumName = 'crc32-base62' | 'crc32-hex' | 'crc16-base32' | 'bech32' | 'base58check' | 'aws-account';

interface RuleBase {
  /** Permanent; baselines are keyed on it. */
  readonly id: string;
  readonly provider: string;
  /** With its article: "a personal access token of GitHub". */
  readonly title: string;
  readonly severity: Severity;
  /** Where the owner makes it worthless. */
  readonly rotate?: string;
  /** Values that are found; `{alphabet:length}` is filled with characters, so that no secret stands in the source. */
  readonly examples: readonly string[];
  /** Values that are like it and not found. */
  readonly counterExamples: readonly string[];
}

/** A credential that is known by its own form. */
export interface TokenRule extends RuleBase {
  readonly form: 'token';
  /** Lower-case texts of which one is in every match. */
  readonly keywords: readonly string[];
  /** How many characters of the match stand before the keyword. */
  readonly lead: number;
  /** Source of an expression that begins `lead` characters before the keyword; its first group, when it has one, is the secret. */
  readonly pattern: string;
  /** True when letter case does not matter in the pattern. */
  readonly ignoreCase: boolean;
  /** What may not stand before and after it, as sources of character classes. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** Bits per character below which it is a made-up value. */
  readonly minEntropy: number;
  readonly checksum?: ChecksumName;
}

/** A credential that has no form of its own and is known by what it is called: `DATADOG_API_KEY=…`. */
export interface NamedRule extends RuleBase {
  readonly form: 'named';
  /** Lower-case texts, letters and digits only, of which one is in the name, or shortly before it. */
  readonly names: readonly string[];
  /** Source of the expression that the whole value matches. */
  readonly value: string;
}

export type SecretRule = TokenRule | NamedRule;
