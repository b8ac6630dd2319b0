import { createHash } from 'node:crypto';
import type { Candidate } from '../finding.ts';
import type { UserMatcher } from './match-rules.ts';

/** Rules of the user's as a file has them; text, so that threads can have it. */
export interface RuleFile {
  /** How errors name it. */
  readonly name: string;
  readonly text: string;
}

export interface OpenedRules {
  /** How many rules are used. */
  readonly count: number;
  /** What in the file is not done, one sentence each. */
  readonly notes: readonly string[];
}

const opened = new Map<string, UserMatcher>();

/**
 * Reads rules, once per process and thread. Their readers are loaded only where there are rules.
 * @throws CDEV_E_SECRET_SCAN_RULES_MALFORMED
 */
export async function openRules({ name, text }: RuleFile): Promise<OpenedRules> {
  const [{ parseRules }, { UserMatcher: Matcher }] = await Promise.all([
    import('./parse-rules.ts'),
    import('./match-rules.ts'),
  ]);
  const rules = parseRules(text, name);
  opened.set(text, new Matcher(rules, name));
  return { count: rules.rules.length, notes: rules.notes };
}

/** What opened rules find. */
export function findByRules({ text }: RuleFile, path: string, bytes: Buffer): Candidate[] {
  const matcher = opened.get(text);
  if (matcher === undefined) throw new Error('the rules were not opened');
  return matcher.find(path, bytes);
}

/** Names the rules, for what remembers results. */
export function rulesVersion(rules: RuleFile | undefined): string {
  return rules === undefined ? '' : `+${createHash('sha256').update(rules.text).digest('hex').slice(0, 16)}`;
}
