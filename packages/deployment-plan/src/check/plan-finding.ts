export type PlanRule =
  | 'agent-id'
  | 'agent-id-repeated'
  | 'agents-missing'
  | 'base-commit'
  | 'base-unknown'
  | 'branch-name'
  | 'branch-repeated'
  | 'check-command'
  | 'claimable-agent-unknown'
  | 'claimable-missing'
  | 'claimable-owned'
  | 'claimable-repeated'
  | 'dependency-cycle'
  | 'dependency-unknown'
  | 'merge-order'
  | 'ownership-empty'
  | 'ownership-folder'
  | 'ownership-overlap'
  | 'ownership-unmatched'
  | 'path-form'
  | 'plan-id'
  | 'promise-outside-ownership'
  | 'promise-conflict'
  | 'read-missing'
  | 'shared-agent-unknown'
  | 'shared-overlap'
  | 'symbol-split'
  | 'unknown-field';

/** One thing that does not fit together. `error`: the plan must not be run. */
export interface PlanFinding {
  readonly rule: PlanRule;
  readonly severity: 'error' | 'warning';
  /** The field, such as `agents[1].owns[0]`. */
  readonly where: string;
  readonly message: string;
  /** What mends it. */
  readonly fix: string;
}

export function errorFinding(
  rule: PlanRule,
  where: string,
  { message, fix }: { message: string; fix: string },
): PlanFinding {
  return { rule, severity: 'error', where, message, fix };
}

export function warningFinding(
  rule: PlanRule,
  where: string,
  { message, fix }: { message: string; fix: string },
): PlanFinding {
  return { rule, severity: 'warning', where, message, fix };
}
