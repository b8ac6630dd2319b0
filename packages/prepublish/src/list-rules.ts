import type { Outcome } from '@cdev/core/cli';
import type { Need, Severity } from './rule/rule.ts';
import { ruleGroups } from './rules/all-rules.ts';

export interface ListedRule {
  readonly group: string;
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for. */
  readonly summary: string;
  /** Whom it breaks. */
  readonly breaks: string;
  /** Without these it is not run. */
  readonly needs: readonly Need[];
}

export interface RuleList {
  readonly rules: readonly ListedRule[];
}

/** All rules, group by group. */
export async function listRules(): Promise<Outcome<RuleList>> {
  const rules = Object.entries(ruleGroups).flatMap(([group, members]) =>
    members.map(({ id, severity, summary, breaks, needs = [] }) => ({ group, id, severity, summary, breaks, needs })),
  );
  return { result: { rules }, status: 'ok' };
}
