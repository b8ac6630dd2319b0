import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  openJournal,
  runPaths,
  runState,
  type AgentState,
  type Journal,
  type RunPaths,
  type RunState,
} from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { findPlan, readPlan, type DeploymentPlan } from '@cdev/deployment-plan';
import { listWorktrees, openRepository, withLock, type Repository } from '@cdev/git';
import { errors } from './errors.ts';

/** A plan in its repository, with the place of its run. */
export interface SpawnRun {
  readonly repository: Repository;
  /** The main working tree, or the git directory when it is bare. */
  readonly root: string;
  readonly plan: DeploymentPlan;
  /** Where the plan was found. */
  readonly planFile: string;
  readonly paths: RunPaths;
  readonly journal: Journal;
}

/** @throws CDEV_E_GIT_NOT_A_REPOSITORY, CDEV_E_PLAN_NOT_FOUND, and what reading the plan throws. */
export async function openRun(reference: string | undefined, context: Context): Promise<SpawnRun> {
  const { cwd, signal, script } = context;
  const repository = await openRepository(cwd, { signal });
  const { commonDir } = repository;
  const { plan, file } = await findPlan({ commonDir, cwd, reference });
  const [main] = await listWorktrees(repository);
  return {
    repository,
    root: main?.path ?? repository.top ?? commonDir,
    plan,
    planFile: file,
    paths: runPaths(commonDir, plan.id),
    journal: openJournal(commonDir, plan.id, `${script.name} ${script.version} ${process.pid}`),
  };
}

/** The plan of a run as it was read last, and the version of its file that was read. */
const plans = new WeakMap<Journal, { readonly version: string; readonly plan: DeploymentPlan }>();

/**
 * The plan as it stands now: paths may have changed hands since the run was opened. One that cannot be read any more does not stop
 * agents that are at work; the plan that they were started with goes on. It is asked for many times for each agent, and parsed only when its
 * file is another one: a plan of a hundred agents takes some milliseconds and megabytes each time.
 */
export async function currentPlan({ plan, planFile, journal }: SpawnRun): Promise<DeploymentPlan> {
  try {
    // Before it is read: what is written meanwhile is seen the next time.
    const version = await versionOf(planFile);
    const known = plans.get(journal);
    if (known?.version === version) return known.plan;
    const read = await readPlan(planFile);
    plans.set(journal, { version, plan: read });
    return read;
  } catch {
    return plan;
  }
}

/** Plans are replaced as a whole, by a rename, so another one is another file. */
async function versionOf(file: string): Promise<string> {
  const { ino, size, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join();
}

/** What the journal says now. */
export async function readState({ journal, plan }: SpawnRun): Promise<RunState> {
  return runState(await journal.read(), { agents: plan.agents });
}

/** The journal knows every agent that has a workspace. */
export async function stateOf(run: SpawnRun, agent: string): Promise<AgentState> {
  return (await readState(run)).agents.get(agent) as AgentState;
}

/** The process that looks after the agents of a run. */
export interface RunHolder {
  readonly pid: number;
  readonly startTime: string;
}

/**
 * Runs `action` as the only process that looks after the agents of this plan.
 * @throws CDEV_E_SPAWN_ALREADY_RUNNING, with the holder in its details.
 */
export async function asOnlyRunner<Result>(run: SpawnRun, action: () => Promise<Result>): Promise<Result> {
  const { plan } = run;
  const lock = runnerLock(run);
  let isOurs = false;
  try {
    return await withLock(lock, { what: `the agents of ${plan.id}`, waitLimit: 0 }, async () => {
      isOurs = true;
      return action();
    });
  } catch (error) {
    // A lock that is held from here on is another one.
    if (isOurs || !isCdevError(error, 'CDEV_E_GIT_LOCK_HELD')) throw error;
    const { pid, since } = error.details as { pid?: number; since?: string };
    const holder = `process ${pid} (since ${since})`;
    throw errors.make(
      'CDEV_E_SPAWN_ALREADY_RUNNING',
      { plan: plan.id, holder },
      { cause: error, details: { ...error.details, plan: plan.id } },
    );
  }
}

/** Held by the process that looks after the agents of a run. */
export function runnerLock({ repository, plan }: Pick<SpawnRun, 'repository' | 'plan'>): string {
  return join(repository.commonDir, 'cdev', 'locks', `spawn-${plan.id}.lock`);
}

/** The process that a CDEV_E_SPAWN_ALREADY_RUNNING names. */
export function holderOf(error: unknown): RunHolder | undefined {
  if (!isCdevError(error, 'CDEV_E_SPAWN_ALREADY_RUNNING')) return undefined;
  const { pid, startTime = '' } = error.details as { pid?: number; startTime?: string };
  return pid === undefined ? undefined : { pid, startTime };
}
