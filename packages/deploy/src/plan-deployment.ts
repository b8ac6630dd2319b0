import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import { openArtefact, type OpenArtefact } from './artefact/open-artefact.ts';
import {
  chooseEnvironment,
  type ChosenEnvironment,
  type WhichEnvironment,
} from './configuration/find-configuration.ts';
import { counted } from './counted.ts';
import { errors } from './errors.ts';
import { isEmptyPlan, type DeployPlan } from './plan/deploy-plan.ts';
import { makePlan, type Goal } from './plan/make-plan.ts';
import { keepPlan } from './plan/plan-store.ts';
import { openFleet, type Fleet } from './rollout/fleet.ts';

export interface PlanOptions extends WhichEnvironment {
  /** What the release is called; by its digest without it. */
  readonly release?: string | undefined;
  /** Another folder, or tar archive, than the deploy file names. */
  readonly artefact?: string | undefined;
}

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
  const chosen = await chooseEnvironment(options, context);
  await using open = await artefactOf(options, chosen, context);
  const { artefact } = open;
  await using fleet = await openFleet(chosen, context);
  const plan = planFor({ chosen, fleet, goal: { action: 'deploy', artefact, name: options.release } });
  await keepPlan(plan, context);
  return { result: { plan, isNothing: isEmptyPlan(plan) }, status: 'ok' };
}

export async function artefactOf(
  { artefact }: PlanOptions,
  { configuration }: ChosenEnvironment,
  context: Context,
): Promise<OpenArtefact> {
  const { cwd, progress } = context;
  const folder = artefact === undefined ? configuration.artefact : resolve(cwd, artefact);
  if (folder === undefined)
    throw errors.make('CDEV_E_DEPLOY_ARTEFACT_UNUSABLE', {
      artefact: 'nothing',
      problem: 'the deploy file has no "artefact", and none was given with --artefact',
    });
  const task = progress.begin('Reading what is deployed');
  try {
    const open = await openArtefact(folder, context);
    task.done(counted(open.artefact.files, 'file'));
    return open;
  } catch (error) {
    task.failed();
    throw error;
  }
}

export function planFor({
  chosen,
  fleet,
  goal,
}: {
  readonly chosen: ChosenEnvironment;
  readonly fleet: Fleet;
  readonly goal: Goal;
}): DeployPlan {
  const { configuration, environment } = chosen;
  return makePlan({ project: configuration.project, environment, found: fleet.found, goal, hasRsync: fleet.hasRsync });
}
