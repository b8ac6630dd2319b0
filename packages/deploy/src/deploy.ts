import { dirname } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import type { Artefact } from './artefact/artefact.ts';
import {
  chooseEnvironment,
  type ChosenEnvironment,
  type WhichEnvironment,
} from './configuration/find-configuration.ts';
import type { DeployHost } from './configuration/configuration.ts';
import { counted } from './counted.ts';
import { isEmptyPlan, type DeployPlan } from './plan/deploy-plan.ts';
import { openDeployment, planFor, type DeploymentOptions } from './open-deployment.ts';
import { keepPlan } from './plan/plan-store.ts';
import { writeRecord } from './record/deploy-record.ts';
import { openFleet, type Fleet } from './rollout/fleet.ts';
import { holdFleet } from './rollout/hold-fleet.ts';
import type { HostOutcome } from './rollout/failure-list.ts';
import { rollOut, type RollOutOptions } from './rollout/roll-out.ts';
import { tellInterruption } from './rollout/tell-interruption.ts';
import { noSecrets, readSecrets } from './secret/read-secrets.ts';

export interface ApplyOptions extends DeploymentOptions {
  readonly isDryRun?: boolean | undefined;
  readonly onStep?: RollOutOptions['onStep'];
}

export interface RollbackOptions extends WhichEnvironment {
  /** The release's id or name; without it the newest before the current one that did not fail. */
  readonly to?: string | undefined;
  readonly isDryRun?: boolean | undefined;
  readonly onStep?: RollOutOptions['onStep'];
}

export interface ApplyResult {
  readonly plan: DeployPlan;
  /** `planned` with --dry-run; `nothing` when every host had the release; `partly` when hosts failed within the budget. */
  readonly outcome: 'planned' | 'nothing' | 'deployed' | 'partly';
  readonly hosts: readonly HostOutcome[];
  /** Why the end of it does not stand in this machine's record; the hosts have theirs. */
  readonly unrecorded?: string;
}

/**
 * Deploys: makes the plan, or holds the world against the one that is named, locks the hosts, and carries it out.
 * @throws CDEV_E_DEPLOY_MOVED, _LOCKED, _RETURNED, _MIXED, _INTERRUPTED and whatever a plan can throw
 */
export async function deploy(options: ApplyOptions, context: Context): Promise<Outcome<ApplyResult>> {
  const { isDryRun = false, onStep } = options;
  await using open = await openDeployment(options, context);
  return await carryOut({ ...open, isDryRun, onStep }, context);
}

/**
 * Goes back to a release that the hosts still have; health-gated, in batches and returned on failure like a deployment.
 * @throws CDEV_E_DEPLOY_RELEASE_MISSING and what deploy can throw
 */
export async function rollBack(options: RollbackOptions, context: Context): Promise<Outcome<ApplyResult>> {
  const chosen = await chooseEnvironment(options, context);
  await using fleet = await openFleet(chosen, context);
  const plan = planFor({ chosen, fleet, goal: { action: 'rollback', to: options.to } });
  return await carryOut(
    {
      chosen,
      fleet,
      plan,
      artefact: undefined,
      isDryRun: options.isDryRun === true,
      isAgreed: false,
      onStep: options.onStep,
    },
    context,
  );
}

interface Deed {
  readonly chosen: ChosenEnvironment;
  readonly fleet: Fleet;
  readonly plan: DeployPlan;
  readonly artefact: Artefact | undefined;
  readonly isDryRun: boolean;
  /** The plan was looked at: its digest was given. */
  readonly isAgreed: boolean;
  readonly onStep: RollOutOptions['onStep'];
}

async function carryOut(
  { chosen, fleet, plan, artefact, isDryRun, isAgreed, onStep }: Deed,
  context: Context,
): Promise<Outcome<ApplyResult>> {
  if (isEmptyPlan(plan)) return { result: { plan, outcome: 'nothing', hosts: [] }, status: 'ok' };
  if (isDryRun) return { result: { plan, outcome: 'planned', hosts: [] }, status: 'ok' };
  const { configuration, environment } = chosen;
  if (!isAgreed) await context.prompt.confirm(questionOf(plan));
  await keepPlan(plan, context);
  // A rollback writes none, yet hooks may print them.
  const secrets =
    environment.secrets.length === 0
      ? noSecrets
      : await readSecrets(environment.secrets, dirname(configuration.file), context);
  const onLine = (host: DeployHost, line: string): void => {
    context.log.info('hook', { host: host.name, line });
    context.progress.note(`${host.name}: ${line}`);
  };
  await writeRecord({ plan, outcome: 'begun', hosts: [] }, context);
  // What was done is done, also when the disk takes no more.
  const record = async (outcome: string, hosts: readonly HostOutcome[]): Promise<string | undefined> => {
    try {
      await writeRecord({ plan, outcome, hosts }, context);
      return undefined;
    } catch (error) {
      context.log.warn('the record could not be written', { outcome, error });
      return (error as Error).message;
    }
  };
  try {
    const hosts = plan.hosts
      .filter(({ action }) => action !== 'unreachable')
      .map(({ name, current, fence }) => ({ name, expected: { current: current ?? undefined, fence } }));
    await using held = await holdFleet({ ...chosen, fleet, hosts, secrets, onLine }, context);
    const outcomes = await rollOut({ plan, held, artefact, onStep }, context);
    const outcome = outcomes.every(({ status }) => status === 'deployed') ? 'deployed' : 'partly';
    const unrecorded = await record(outcome, outcomes);
    const result = { plan, outcome, hosts: outcomes, ...(unrecorded !== undefined && { unrecorded }) } as const;
    return { result, status: outcome === 'deployed' ? 'ok' : 'findings' };
  } catch (error) {
    await record(context.signal.aborted ? 'interrupted' : ((error as { code?: string }).code ?? 'defect'), []);
    throw await tellInterruption(error, { fleet, environment: environment.name }, context);
  }
}

function questionOf({ action, release, hosts, environment }: DeployPlan): string {
  return action === 'rollback'
    ? `Go back to ${release.id} on ${counted(hosts.length, 'host')} of ${environment}?`
    : `Deploy ${release.id} to ${counted(hosts.length, 'host')} of ${environment}?`;
}
