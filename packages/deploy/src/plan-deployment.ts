import { resolve } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import type { Artefact } from './artefact/artefact.ts';
import { readArtefact } from './artefact/read-artefact.ts';
import {
  chooseEnvironment,
  type ChosenEnvironment,
  type WhichEnvironment,
} from './configuration/find-configuration.ts';
import { errors } from './errors.ts';
import { isEmptyPlan, type DeployPlan } from './plan/deploy-plan.ts';
import { makePlan, type Goal } from './plan/make-plan.ts';
import { keepPlan } from './plan/plan-store.ts';
import { openFleet, type Fleet } from './rollout/fleet.ts';

export interface PlanOptions extends WhichEnvironment {
  /** What the release is called; by its digest without it. */
  readonly release?: string | undefined;
  /** Another folder than the deploy file names. */
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
  const artefact = await artefactOf(options, chosen, context);
  await using fleet = await openFleet(chosen, context);
  const plan = planFor({ chosen, fleet, goal: { action: 'deploy', artefact, name: options.release } });
  await keepPlan(plan, context);
  return { result: { plan, isNothing: isEmptyPlan(plan) }, status: 'ok' };
}

export async function artefactOf(
  { artefact }: PlanOptions,
  { configuration }: ChosenEnvironment,
  { cwd, progress }: Context,
): Promise<Artefact> {
  const folder = artefact === undefined ? configuration.artefact : resolve(cwd, artefact);
  if (folder === undefined)
    throw errors.make('CDEV_E_DEPLOY_ARTEFACT_UNUSABLE', {
      artefact: 'nothing',
      problem: 'the deploy file has no "artefact", and none was given with --artefact',
    });
  const task = progress.begin('Reading what is deployed');
  try {
    const read = await readArtefact(folder);
    task.done(`${read.files} files`);
    return read;
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
