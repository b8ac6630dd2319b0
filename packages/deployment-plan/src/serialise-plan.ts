import type { DeploymentPlan } from './plan.ts';

export function serialisePlan(_plan: DeploymentPlan): string {
  throw new Error('not written yet');
}
