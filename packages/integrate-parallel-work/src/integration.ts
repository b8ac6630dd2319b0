import { pid } from 'node:process';
import { join } from 'node:path';
import { openLearningMemory, type LearningMemory, type ResolveOptions } from '@cdev/branch-merge';
import { openJournal, runPaths, type Journal, type RunPaths } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { findPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { listWorktrees, openRepository, resolveCommit, withLock, type Repository } from '@cdev/git';
import { errors } from './errors.ts';
import type { IntegrateOptions } from './options.ts';

/** A plan in its repository, about to be integrated. */
export interface Integration {
  readonly repository: Repository;
  /** The main working tree, or the git directory when it is bare. */
  readonly root: string;
  readonly plan: DeploymentPlan;
  readonly paths: RunPaths;
  readonly journal: Journal;
  /** Short name of the branch that is to move. */
  readonly target: string;
  /** How sure a resolution must be, and what else is asked. */
  readonly resolving: Pick<ResolveOptions, 'atLeast' | 'mergiraf' | 'memory'>;
  /** What was decided before; undefined when nothing of it is to be taken. */
  readonly memory: LearningMemory | undefined;
}

/**
 * @throws CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_PLAN_NOT_FOUND and what reading the plan throws, CDEV_E_INTEGRATE_TARGET_MISSING,
 * CDEV_E_INTEGRATE_CHECK_UNKNOWN
 */
export async function openIntegration(
  {
    plan: reference,
    target: wanted,
    checks = [],
    minConfidence,
    remembers = true,
    isDryRun,
  }: Pick<IntegrateOptions, 'plan' | 'target' | 'checks' | 'minConfidence' | 'remembers' | 'isDryRun'>,
  { cwd, signal, script, env, progress }: Context,
): Promise<Integration> {
  const repository = await openRepository(cwd, { signal });
  const { commonDir } = repository;
  const plan = withChecks((await findPlan({ commonDir, cwd, reference })).plan, checks);
  const journal = openJournal(commonDir, plan.id, `${script.name} ${script.version} ${pid}`);
  const created = (await journal.read()).findLast((event) => event.type === 'run-created');
  const target = wanted ?? created?.target ?? plan.base.branch;
  if ((await resolveCommit(repository, `refs/heads/${target}`)) === undefined)
    throw errors.make('CDEV_E_INTEGRATE_TARGET_MISSING', { target });
  const [main] = await listWorktrees(repository);
  const root = main?.path ?? repository.top ?? commonDir;
  // Where it goes on after an interruption and something is decided otherwise since, that is another tree, and is tested as one.
  const memory = remembers ? openLearningMemory(repository, { learns: !isDryRun, signal, progress }) : undefined;
  const resolving = { atLeast: minConfidence, mergiraf: { env, signal }, memory };
  return { repository, root, plan, paths: runPaths(commonDir, plan.id), journal, target, resolving, memory };
}

/** The plan as if it had these checks and no others; all of them when none are named. */
function withChecks(plan: DeploymentPlan, names: readonly string[]): DeploymentPlan {
  if (names.length === 0) return plan;
  const known = new Set([plan, ...plan.agents].flatMap(({ checks }) => checks.map(({ name }) => name)));
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined)
    throw errors.make('CDEV_E_INTEGRATE_CHECK_UNKNOWN', {
      check: unknown,
      plan: plan.id,
      known: [...known].join(', '),
    });
  const only = <With extends { readonly checks: DeploymentPlan['checks'] }>(one: With): With => ({
    ...one,
    checks: one.checks.filter(({ name }) => names.includes(name)),
  });
  return { ...only(plan), agents: plan.agents.map(only) };
}

/** Runs `action` as the only process that integrates this plan. @throws CDEV_E_INTEGRATE_ALREADY_RUNNING */
export async function asOnlyIntegrator<Result>(
  { repository, plan }: Integration,
  action: () => Promise<Result>,
): Promise<Result> {
  const lock = join(repository.commonDir, 'cdev', 'locks', `integrate-${plan.id}.lock`);
  let isOurs = false;
  try {
    return await withLock(lock, { what: `the integration of ${plan.id}`, waitLimit: 0 }, async () => {
      isOurs = true;
      return action();
    });
  } catch (error) {
    // A lock that is held from here on is another one.
    if (isOurs || !isCdevError(error, 'CDEV_E_GIT_LOCK_HELD')) throw error;
    const holder = String((error.details as { pid?: number }).pid ?? '');
    throw errors.make('CDEV_E_INTEGRATE_ALREADY_RUNNING', { plan: plan.id, holder }, { cause: error });
  }
}
