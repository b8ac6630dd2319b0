import type { NameClass } from '../assignment/name-class.ts';
import type { Candidate } from '../finding.ts';

type Generic = Pick<Candidate, 'ruleId' | 'title' | 'severity'>;

/** The rules of secrets that nothing but their names tells. */
export const genericRules: Readonly<Record<Exclude<NameClass, 'none'>, Generic>> = {
  password: { ruleId: 'generic-password', title: 'a password', severity: 'high' },
  secret: { ruleId: 'generic-secret', title: 'a secret', severity: 'high' },
  token: { ruleId: 'generic-token', title: 'a token', severity: 'high' },
  key: { ruleId: 'generic-key', title: 'a secret key', severity: 'high' },
  weak: { ruleId: 'generic-random', title: 'a random value that may be a secret', severity: 'medium' },
};
