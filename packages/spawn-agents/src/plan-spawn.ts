import type { RunState } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { assertPlan, checkPlan, planFile, readPlan, serialisePlan, type PlanFinding } from '@cdev/deployment-plan';
import { listFiles, status } from '@cdev/git';
import { isThere } from './attempt/is-there.ts';
import { chooseAgents, type ChosenAgents } from './choose-agents.ts';
import { obstacleToGoOn } from './detached/can-go-on.ts';
import { goingOn } from './detached/going-on.ts';
import { requireDriver } from './drivers/index.ts';
import { errors } from './errors.ts';
import { readState, type SpawnRun } from './open-run.ts';
import { resolveStart, type Start } from './resolve-start.ts';
import { requireSandbox } from './sandbox/require-sandbox.ts';
import { lastDriver, runSettings, type RunSettings, type SpawnOptions } from './spawn-options.ts';
import { planWorkspaces, type Workspace } from './workspaces/plan-workspaces.ts';

/** What a run would do. */
export interface SpawnPlan {
  readonly start: Start;
  readonly state: RunState;
  readonly workspaces: readonly Workspace[];
  readonly chosen: ChosenAgents;
  /** Present when agents are to be run. */
  readonly settings: RunSettings | undefined;
  /** Paths that are not committed in the main working tree. */
  readonly unsaved: readonly string[];
  readonly warnings: readonly string[];
}

/** @throws CDEV_E_PLAN_UNSOUND and everything that is wrong before anything is changed */
export async function planSpawn(run: SpawnRun, options: SpawnOptions, context: Context): Promise<SpawnPlan> {
  const { plan, repository } = run;
  const state = await readState(run);
  const start = await resolveStart(repository, { plan, state, target: options.target });
  const trackedFiles = await listFiles(repository, start.base);
  assertPlan(plan, { trackedFiles });
  await refuseOtherPlan(run);
  const chosen = chooseAgents(plan, state, { ...options, goingOn: goingOn(run, state) });
  const settings = wantsRun(options) ? await usableSettings(options, state, context) : undefined;
  const named = new Set([...options.only, ...options.retry]);
  const agents = plan.agents.filter(
    ({ id }) =>
      (named.size === 0 || named.has(id)) && (chosen.toRun.has(id) || state.agents.get(id)?.workspace !== undefined),
  );
  const unsaved = await unsavedPaths(run);
  return {
    start,
    state,
    unsaved,
    workspaces: planWorkspaces(run, agents, { state, worktrees: options.worktrees }),
    chosen,
    settings,
    warnings: [
      ...checkPlan(plan, { trackedFiles }).map(warningText),
      ...unsavedWarning(run, unsaved),
      ...baseWarning(plan.base.commit, start),
      ...goOnWarning(settings),
    ],
  };
}

function wantsRun({ run, resume, retry }: SpawnOptions): boolean {
  return run || resume || retry.length > 0;
}

async function usableSettings(options: SpawnOptions, state: RunState, context: Context): Promise<RunSettings> {
  const settings = runSettings(options, lastDriver(state));
  await requireDriver(settings.driver, context);
  if (settings.sandbox) await requireSandbox(settings.network !== 'off', context);
  return settings;
}

/** All scripts find a plan by its id in the repository; a file from elsewhere must be that plan or become it. */
async function refuseOtherPlan({ repository, plan, planFile: file }: SpawnRun): Promise<void> {
  const stored = planFile(repository.commonDir, plan.id);
  if (stored === file || !(await isThere(stored))) return;
  if (serialisePlan(await readPlan(stored)) !== serialisePlan(plan))
    throw errors.make('CDEV_E_SPAWN_PLAN_DIFFERS', { file, stored, plan: plan.id });
}

function warningText({ where, message }: PlanFinding): string {
  return `${where}: ${message}`;
}

/** What a person has not committed in the main working tree, each with its state. */
export async function unsavedPaths({ repository, root }: SpawnRun): Promise<readonly string[]> {
  if (repository.isBare) return [];
  return (await status(root)).map(({ index, worktree, path }) => `${index}${worktree} ${path}`);
}

function unsavedWarning({ root }: SpawnRun, { length: count }: readonly string[]): string[] {
  const changes = count === 1 ? '1 uncommitted change' : `${count} uncommitted changes`;
  return count === 0 ? [] : [`${changes} in ${root}: agents do not see them, they start from the base commit`];
}

/** Not refused: such an agent loses nothing, it only begins another attempt. */
function goOnWarning(settings: RunSettings | undefined): string[] {
  if (settings?.whenSupervisorDies !== 'continue') return [];
  const obstacle = obstacleToGoOn(settings.driver);
  return isCdevError(obstacle) ? [`${obstacle.message} (${obstacle.code})`] : [];
}

function baseWarning(planned: string, { base }: Start): string[] {
  return planned === '' || planned === base
    ? []
    : [`The plan's base is ${planned.slice(0, 9)} by now; this run began at ${base.slice(0, 9)} and stays there`];
}
