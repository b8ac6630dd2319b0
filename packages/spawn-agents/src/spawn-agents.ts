import type { Context, Outcome } from '@cdev/core/cli';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { isThere } from './attempt/is-there.ts';
import { recover, recoverOne, type Recovered } from './attempt/recover.ts';
import { validateWork } from './dependencies/validate-work.ts';
import { goingOn } from './detached/going-on.ts';
import { asOnlyRunner, holderOf, openRun, readState, type SpawnRun } from './open-run.ts';
import { startFirst } from './drivers/index.ts';
import { refuseBesideFleet } from './fleet/refuse-beside-fleet.ts';
import { planSpawn, unsavedPaths, type SpawnPlan } from './plan-spawn.ts';
import { runAgents, type AgentsRun } from './run-agents.ts';
import type { SpawnOptions } from './spawn-options.ts';
import { spawnResult, type SpawnResult } from './spawn-result.ts';
import { approveCommands } from './approve-commands.ts';
import { tellingDisk } from './telling-disk.ts';
import { refillPool } from './pool/refill-pool.ts';
import { repairMoved } from './workspaces/repair-moved.ts';
import { makeWorkspaces } from './workspaces/make-workspaces.ts';

const nothingRan: AgentsRun = { ended: [], notStarted: [] };

/**
 * Gives every agent of a plan a worktree, a branch and what it needs there; with `run` runs the agents, in the order of their
 * dependencies. Called again it goes on from where it was, after any interruption.
 * @throws CDEV_E_SPAWN_*, CDEV_E_PLAN_*, CDEV_E_WORKSPACE_*; see the tables of errors
 */
export async function spawnAgents(options: SpawnOptions, context: Context): Promise<Outcome<SpawnResult>> {
  return tellingDisk(() => spawn(options, context));
}

async function spawn(options: SpawnOptions, context: Context): Promise<Outcome<SpawnResult>> {
  const run = await openRun(options.plan, context);
  if (options.run || options.resume || options.retry.length > 0) await refuseBesideFleet(run);
  if (options.isDryRun) {
    const planned = await planSpawn(run, options, context);
    const { workspaces } = planned;
    const result = spawnResult(run, { planned, workspaces, recovered: [], ran: nothingRan, isDryRun: true });
    return { result, status: 'ok' };
  }
  await approveCommands(run, options, context);
  const look = async (recovered: readonly Recovered[]): Promise<Outcome<SpawnResult>> => {
    for (const found of recovered) context.progress.note(recoveredText(found));
    return applySpawn(run, { planned: await planSpawn(run, options, context), recovered, options }, context);
  };
  try {
    return await asOnlyRunner(run, async () => {
      await repairMoved(run, context);
      return look(await recover(run, { spared: await spared(run, options, context) }));
    });
  } catch (error) {
    const runner = holderOf(error);
    if (runner === undefined || !(await mayRunBeside(run, options))) throw error;
    context.progress.note(
      `Process ${runner.pid} runs the agents of ${run.plan.id}; ${options.retry.join(', ')} beside it`,
    );
    return look((await Promise.all(options.retry.map((agent) => recoverOne(run, agent)))).flat());
  }
}

/** Agents that outlived an earlier call: this one leaves them at work. One that is sent back is ended first. */
async function spared(
  run: SpawnRun,
  { retry, run: wanted, resume, only }: SpawnOptions,
  { progress }: Context,
): Promise<ReadonlySet<string>> {
  const left = [...goingOn(run, await readState(run))].filter((agent) => !retry.includes(agent));
  const named = [...only, ...retry];
  const isHeard = (agent: string): boolean =>
    (wanted || resume || retry.length > 0) && (named.length === 0 || named.includes(agent));
  for (const agent of left)
    progress.note(
      isHeard(agent)
        ? `${agent}: went on by itself; it is listened to again`
        : `${agent}: goes on by itself, and nothing limits it; --run listens to it again`,
    );
  return new Set(left);
}

/**
 * Whether this call does no more than to send back agents that have ended. For that it need not be the only runner: each agent is held by whoever has it in
 * hand, and whoever comes to it later finds that it has had another attempt.
 */
async function mayRunBeside(run: SpawnRun, { retry, only, target }: SpawnOptions): Promise<boolean> {
  if (retry.length === 0 || only.length > 0) return false;
  const { agents, target: current } = await readState(run);
  const hasBegun = retry.every((agent) => (agents.get(agent)?.attempt ?? 0) > 0);
  return hasBegun && (target === undefined || target === current);
}

interface Applying {
  readonly planned: SpawnPlan;
  readonly recovered: readonly Recovered[];
  readonly options: SpawnOptions;
}

async function applySpawn(run: SpawnRun, applying: Applying, context: Context): Promise<Outcome<SpawnResult>> {
  const { planned, options } = applying;
  const { start, settings, chosen } = planned;
  const { journal, repository, plan } = run;
  const stored = planFile(repository.commonDir, plan.id);
  if (!(await isThere(stored))) await writePlan(stored, plan);
  const { state } = planned;
  if (state.plan !== stored || state.target !== start.target || state.base !== start.base)
    await journal.append({ type: 'run-created', plan: stored, ...start });
  const toRun = new Set(settings ? chosen.toRun.keys() : []);
  const making = await makeWorkspaces(run, planned.workspaces, { options, start, state, toRun }, context);
  const { worktrees } = options;
  const refilling = { taken: settings ? making.claimed : 0, base: start.base, worktrees };
  const refill = refillPool(run, refilling, context);
  const validation = validateWork(run, options, context);
  let ran: AgentsRun;
  try {
    if (!settings) await making.all();
    else if (toRun.size > 0) await startFirst(settings.driver, context);
    ran = settings ? await runAgents(run, chosen, { settings, workspaces: making, validation }, context) : nothingRan;
  } catch (error) {
    making.cancel();
    throw error;
  } finally {
    // Nothing must be written any more, and nothing be at work, when this call has ended.
    await Promise.all([making.settled(), refill.end(), validation.close()]);
    await Promise.all(planned.workspaces.map(({ agent }) => making.endLeftBehind(agent.id)));
  }
  const workspaces = await making.settled();
  const after = {
    ...planned,
    state: await readState(run),
    warnings: [
      ...planned.warnings,
      ...new Set(workspaces.flatMap(({ notes = [] }) => notes)),
      ...(settings ? await strayWarning(run, planned.unsaved) : []),
    ],
  };
  const result = spawnResult(run, { ...applying, planned: after, workspaces, ran, isDryRun: false });
  const isWell =
    ran.notStarted.length === 0 && ran.ended.every(({ verdict, steps }) => verdict === 'done' && steps.length === 0);
  return { result, status: isWell ? 'ok' : 'findings' };
}

/** A person may have been at work there too, so it is a warning; but an agent that writes outside its worktree must not go unseen. */
async function strayWarning(run: SpawnRun, before: readonly string[]): Promise<string[]> {
  const added = (await unsavedPaths(run)).filter((entry) => !before.includes(entry)).map((entry) => entry.slice(3));
  if (added.length === 0) return [];
  const more = added.length > 5 ? ` and ${added.length - 5} more` : '';
  return [`${added.slice(0, 5).join(', ')}${more} changed in ${run.root} while the agents worked; was it you?`];
}

export function recoveredText({ agent, attempt, ended, snapshot }: Recovered): string {
  return [
    `${agent}: attempt ${attempt} had been interrupted`,
    ...(ended > 0 ? [`${ended} of its processes still lived and ${ended === 1 ? 'was' : 'were'} ended`] : []),
    ...(snapshot === undefined ? [] : [`its work is kept as ${snapshot}`]),
  ].join('; ');
}
