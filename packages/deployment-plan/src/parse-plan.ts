import type { DeploymentPlan } from './plan.ts';

export function parsePlan(_text: string, _file: string): DeploymentPlan {
  throw new Error('not written yet');
}
