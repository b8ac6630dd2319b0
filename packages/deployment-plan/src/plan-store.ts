import type { DeploymentPlan } from './plan.ts';

export interface StoredPlan {
  readonly file: string;
  readonly plan: DeploymentPlan;
}

export interface UnreadablePlan {
  readonly file: string;
  /** The coded error that reading it gave. */
  readonly error: unknown;
}

export interface PlanList {
  /** Newest first (createdAt, then id). */
  readonly plans: readonly StoredPlan[];
  readonly unreadable: readonly UnreadablePlan[];
}

export interface FindPlanOptions {
  readonly commonDir: string;
  /** Against which a relative path is read. */
  readonly cwd: string;
  /** A plan's id, an issue's id, or a path. Without it: the only plan, or the newest. */
  readonly reference?: string | undefined;
}

export function planFile(_commonDir: string, _id: string): string {
  throw new Error('not written yet');
}
export function readPlan(_file: string): Promise<DeploymentPlan> {
  throw new Error('not written yet');
}
export function writePlan(_file: string, _plan: DeploymentPlan): Promise<void> {
  throw new Error('not written yet');
}
export function listPlans(_commonDir: string): Promise<PlanList> {
  throw new Error('not written yet');
}
export function findPlan(_options: FindPlanOptions): Promise<StoredPlan> {
  throw new Error('not written yet');
}
