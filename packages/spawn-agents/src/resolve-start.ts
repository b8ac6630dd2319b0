import type { RunState } from '@cdev/agent-run';
import type { DeploymentPlan } from '@cdev/deployment-plan';
import { currentBranch, resolveCommit, type Repository } from '@cdev/git';
import { errors } from './errors.ts';

/** Where all agents start and where their work is to go. */
export interface Start {
  readonly target: string;
  /** Full id. */
  readonly base: string;
}

/**
 * What the run has recorded; for a new one the plan's base, and its branch as the target.
 * @throws CDEV_E_SPAWN_TARGET_UNKNOWN, CDEV_E_SPAWN_NO_COMMIT
 */
export async function resolveStart(
  repository: Repository,
  { plan, state, target: wanted }: { plan: DeploymentPlan; state: RunState; target: string | undefined },
): Promise<Start> {
  const target = wanted ?? state.target ?? (plan.base.branch || (await currentBranch(repository)));
  if (target === undefined)
    throw errors.make('CDEV_E_SPAWN_TARGET_UNKNOWN', { reason: 'the plan names no branch and HEAD is detached' });
  const tip = await resolveCommit(repository, `refs/heads/${target}`);
  if (tip === undefined) {
    const isUnborn = (await currentBranch(repository)) === target;
    if (isUnborn) throw errors.make('CDEV_E_SPAWN_NO_COMMIT', { branch: target });
    throw errors.make('CDEV_E_SPAWN_TARGET_UNKNOWN', { reason: `there is no branch "${target}"` });
  }
  return { target, base: state.base ?? (await planBase(repository, plan)) ?? tip };
}

async function planBase(repository: Repository, { base }: DeploymentPlan): Promise<string | undefined> {
  if (base.commit === '') return undefined;
  const commit = await resolveCommit(repository, base.commit);
  if (commit === undefined)
    throw errors.make('CDEV_E_SPAWN_TARGET_UNKNOWN', {
      reason: `the plan's base ${base.commit} is not in this repository`,
    });
  return commit;
}
