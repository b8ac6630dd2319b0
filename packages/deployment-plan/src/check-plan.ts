import type { DeploymentPlan } from './plan.ts';

export type PlanRule =
  | 'agent-id'
  | 'agent-id-repeated'
  | 'agents-missing'
  | 'base-unknown'
  | 'branch-name'
  | 'branch-repeated'
  | 'check-command'
  | 'dependency-cycle'
  | 'dependency-unknown'
  | 'merge-order'
  | 'ownership-empty'
  | 'ownership-overlap'
  | 'path-form'
  | 'plan-id'
  | 'promise-outside-ownership'
  | 'promise-repeated'
  | 'read-missing'
  | 'shared-agent-unknown'
  | 'shared-overlap'
  | 'unknown-field';

export interface PlanFinding {
  readonly rule: PlanRule;
  readonly severity: 'error' | 'warning';
  /** The field, such as `agents[1].owns[0]`. */
  readonly where: string;
  readonly message: string;
  readonly fix: string;
}

export interface CheckPlanOptions {
  /** The repository's tracked paths at the base, posix; without them what depends on them is not checked. */
  readonly trackedFiles?: Iterable<string> | undefined;
}

export function checkPlan(_plan: DeploymentPlan, _options?: CheckPlanOptions): readonly PlanFinding[] {
  throw new Error('not written yet');
}
export function assertPlan(_plan: DeploymentPlan, _options?: CheckPlanOptions): void {
  throw new Error('not written yet');
}
