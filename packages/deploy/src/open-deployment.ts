import { resolve } from 'node:path';
import type { Context } from '@cdev/core/cli';
import type { Artefact } from './artefact/artefact.ts';
import { openArtefact, type OpenArtefact } from './artefact/open-artefact.ts';
import {
  chooseEnvironment,
  type ChosenEnvironment,
  type WhichEnvironment,
} from './configuration/find-configuration.ts';
import { counted } from './counted.ts';
import { errors } from './errors.ts';
import type { DeployPlan } from './plan/deploy-plan.ts';
import { makePlan, type Goal } from './plan/make-plan.ts';
import { findPlan, requireUnmoved } from './plan/plan-store.ts';
import { openFleet, type Fleet } from './rollout/fleet.ts';

export interface DeploymentOptions extends WhichEnvironment {
  /** What the release is called; by its digest without it. */
  readonly release?: string | undefined;
  /** Another folder, or tar archive, than the deploy file names. */
  readonly artefact?: string | undefined;
  /** The digest, or its beginning, of an earlier plan that must still hold. */
  readonly plan?: string | undefined;
}

/** What is deployed, the hosts, and what is to be done there; until it is given back. */
export interface OpenDeployment extends AsyncDisposable {
  readonly chosen: ChosenEnvironment;
  readonly artefact: Artefact;
  readonly fleet: Fleet;
  readonly plan: DeployPlan;
  /** The plan was looked at: its digest was given. */
  readonly isAgreed: boolean;
}

/**
 * Reads what is deployed, opens the hosts and makes the plan. Changes nothing.
 * @throws CDEV_E_DEPLOY_MOVED, _PLAN_UNKNOWN and any CDEV_E_DEPLOY_* of configuration, artefact and hosts
 */
export async function openDeployment(options: DeploymentOptions, context: Context): Promise<OpenDeployment> {
  const chosen = await chooseEnvironment(options, context);
  const { project } = chosen.configuration;
  const named =
    options.plan === undefined
      ? undefined
      : await findPlan(options.plan, { project, environment: chosen.environment.name }, context);
  const opened: AsyncDisposable[] = [];
  const close = async (): Promise<void> => {
    for (const one of opened.toReversed()) await one[Symbol.asyncDispose]();
  };
  try {
    const { artefact } = kept(opened, await artefactOf(options, chosen, context));
    const fleet = kept(opened, await openFleet(chosen, context));
    const plan = planFor({ chosen, fleet, goal: { action: 'deploy', artefact, name: options.release } });
    if (named) requireUnmoved(named, plan);
    return { chosen, artefact, fleet, plan, isAgreed: named !== undefined, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

function kept<One extends AsyncDisposable>(opened: AsyncDisposable[], one: One): One {
  opened.push(one);
  return one;
}

async function artefactOf(
  { artefact }: DeploymentOptions,
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
