import type { NamedRule, TokenRule } from '@cdev/secret-rules';

/** What a scan needs of a rule: examples are for tests and for the check of health. */
export type ScannedToken = Omit<TokenRule, 'form' | 'examples' | 'counterExamples'>;
export type ScannedNamed = Omit<NamedRule, 'form' | 'examples' | 'counterExamples'>;

/** In the order in which they stand in the row of a rule. */
const tokenFields = [
  'id',
  'provider',
  'title',
  'severity',
  'rotate',
  'keywords',
  'lead',
  'pattern',
  'ignoreCase',
  'notBefore',
  'notAfter',
  'minEntropy',
  'checksum',
] as const satisfies readonly (keyof ScannedToken)[];
const namedFields = [
  'id',
  'provider',
  'title',
  'severity',
  'rotate',
  'names',
  'value',
] as const satisfies readonly (keyof ScannedNamed)[];

export function tokenRow(rule: ScannedToken): string {
  return JSON.stringify(tokenFields.map((field) => rule[field]));
}

export function namedRow(rule: ScannedNamed): string {
  return JSON.stringify(namedFields.map((field) => rule[field]));
}

export function tokenOf(row: string): ScannedToken {
  return ruleOf(row, tokenFields) as unknown as ScannedToken;
}

export function namedOf(row: string): ScannedNamed {
  return ruleOf(row, namedFields) as unknown as ScannedNamed;
}

/** What a rule does not have is null in its row. */
function ruleOf(row: string, fields: readonly string[]): Record<string, unknown> {
  const values = JSON.parse(row) as unknown[];
  return Object.fromEntries(fields.map((field, at) => [field, values[at]]).filter(([, value]) => value !== null));
}
