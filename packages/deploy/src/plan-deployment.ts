import type { Context, Outcome } from '@cdev/core/cli';
import { openDeployment, type DeploymentOptions } from './open-deployment.ts';
import { isEmptyPlan, type DeployPlan } from './plan/deploy-plan.ts';
import { keepPlan } from './plan/plan-store.ts';

export type PlanOptions = Omit<DeploymentOptions, 'plan'>;

export interface PlanResult {
  readonly plan: DeployPlan;
  /** True when every host has the release already. */
  readonly isNothing: boolean;
}

/**
 * Says what `apply` would do, and keeps it under its digest. Changes nothing on any host.
 * @throws any CDEV_E_DEPLOY_* of configuration, artefact and hosts
 */
export async function planDeployment(options: PlanOptions, context: Context): Promise<Outcome<PlanResult>> {
  await using open = await openDeployment({ ...options, plan: undefined }, context);
  const { plan } = open;
  await keepPlan(plan, context);
  return { result: { plan, isNothing: isEmptyPlan(plan) }, status: 'ok' };
}
