import { openFleet, type FleetEngine } from '@cdev/agent-fleet';
import { remoteRef, type FencePlace } from '@cdev/agent-fleet/remote';
import type { AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { planFile, writePlan } from '@cdev/deployment-plan';
import { approveCommands } from '../approve-commands.ts';
import { isThere } from '../attempt/is-there.ts';
import { chooseAgents } from '../choose-agents.ts';
import { commitFor } from '../commit-for.ts';
import { endElsewhere } from '../end-elsewhere.ts';
import { asOnlyRunner, openRun, readState, type SpawnRun } from '../open-run.ts';
import { recover } from '../attempt/recover.ts';
import type { SpawnOptions } from '../spawn-options.ts';
import { spawnResult, type SpawnResult } from '../spawn-result.ts';
import { resolveStart } from '../resolve-start.ts';
import { tellingDisk } from '../telling-disk.ts';
import { planWorkspaces } from '../workspaces/plan-workspaces.ts';
import { checkFinished } from './check-finished.ts';
import { readFleetRecord, writeFleetRecord, type FleetRecord } from './fleet-record.ts';
import { push, remoteUrl, repositoryLabel } from './fleet-remote.ts';
import type { FleetTask } from './fleet-task.ts';
import { planSubmission, prepareTasks, runName, type Submission } from './plan-submission.ts';
import { shareResults } from './share-results.ts';
import { watchFleet } from './watch-fleet.ts';
import { workBrought } from './work-brought.ts';

export interface FleetOptions {
  /** As `openFleet` takes it. */
  readonly engine: string;
  /** Name or URL of the git remote that workers share; default `origin`. */
  readonly remote: string | undefined;
  /** A worker must have all of them. */
  readonly labels: readonly string[];
}

/**
 * Gives the agents of a plan to a fleet as one run and watches until they have ended. Interrupted, the run goes on; called again it is
 * watched on, and what happened meanwhile is told.
 * @throws CDEV_E_SPAWN_FLEET_*, CDEV_E_AGENT_FLEET_*, and what `spawnAgents` throws
 */
export async function spawnOnFleet(options: SpawnOptions, context: Context): Promise<Outcome<SpawnResult>> {
  return tellingDisk(() => spawn(options, context));
}

async function spawn(options: SpawnOptions, context: Context): Promise<Outcome<SpawnResult>> {
  const run = await openRun(options.plan, context);
  const { commonDir } = run.repository;
  const before = await readFleetRecord(run);
  if (options.isDryRun || before?.isOpen !== true) {
    const submission = await planSubmission(run, options);
    if (options.isDryRun) return describe(run, { submission, options, ran: [] });
    await approveCommands(run, options, context);
  }
  await using engine = await openFleet({ url: options.engine, env: context.env, gitDirectory: commonDir });
  return await asOnlyRunner(run, async () => {
    await recover(run);
    const { record, submission } =
      before?.isOpen === true
        ? { record: before, submission: undefined }
        : await submit(run, { engine, options, generation: (before?.generation ?? 0) + 1 }, context);
    const remote = await remoteUrl(options.remote ?? record.remote, run.root);
    const place: FencePlace = { repository: run.repository, remote };
    if (record.agents.length > 0) {
      await watchFleet(run, { engine, record, place, hooks: options.hooks }, context);
      await shareResults(run, place, { agents: record.agents, way: 'bring' }, context);
      await writeFleetRecord(run, { ...record, isOpen: false });
    }
    return describe(run, { submission: submission ?? (await nothingSubmitted(run)), options, ran: record.agents });
  });
}

interface Submitting {
  readonly engine: FleetEngine;
  readonly options: SpawnOptions;
  readonly generation: number;
}

async function submit(
  run: SpawnRun,
  { engine, options, generation }: Submitting,
  context: Context,
): Promise<{ readonly record: FleetRecord; readonly submission: Submission }> {
  const { journal, repository, plan } = run;
  const { progress, signal } = context;
  await commitFinished(run, options);
  const wanted = await planSubmission(run, options);
  const { start } = wanted;
  if (options.sameSession) progress.note('--same-session is left out: a conversation stays on the machine that had it');
  const name = runName(run, start, generation);
  const known = wanted.agents.length === 0 ? undefined : await agentsAt(engine, name);
  const refused = known === undefined ? await checkFinished(run, { submission: wanted, options }, context) : nobody;
  const submission = refused.size === 0 ? wanted : await planSubmission(run, options, refused);
  const { agents } = submission;
  const record: FleetRecord = {
    run: name,
    generation,
    place: engine.description.place,
    remote: options.remote,
    agents: agents.map(({ id }) => id),
    driver: submission.settings.driver.name,
    isOpen: true,
  };
  if (agents.length === 0) return { record, submission };
  const stored = planFile(repository.commonDir, plan.id);
  if (!(await isThere(stored))) await writePlan(stored, plan);
  const state = await readState(run);
  if (state.plan !== stored || state.target !== start.target || state.base !== start.base)
    await journal.append({ type: 'run-created', plan: stored, ...start });
  if (known === undefined) {
    const place = { repository, remote: await remoteUrl(options.remote, run.root), signal };
    const task = progress.begin('fleet');
    task.update('what workers need goes to the remote');
    const labels = [await repositoryLabel(place), ...(options.labels ?? [])];
    const { tasks, brief } = await prepareTasks(run, place, { name, submission, options, labels });
    await pushBrief(place, brief);
    await shareResults(run, place, { agents: [...submission.chosen.done], way: 'give' }, context);
    await engine.submit({ run: name, tasks });
    task.done(`${tasks.length} ${tasks.length === 1 ? 'agent' : 'agents'} submitted as ${name}`);
  } else progress.note(`${name} is at ${record.place} already: it is watched`);
  const whole = known === undefined ? record : { ...record, agents: known, driver: undefined };
  await writeFleetRecord(run, whole);
  return { record: whole, submission };
}

/** The same for everybody who submits this run: another may have been faster, or be it at this moment. */
async function pushBrief(place: FencePlace, { commit, ref }: FleetTask['brief']): Promise<void> {
  try {
    await push(place, [`+${commit}:${ref}`]);
  } catch (error) {
    if ((await remoteRef(place, ref)) !== commit) throw error;
  }
}

/** The agents of a run that somebody has submitted; undefined when nobody has. */
async function agentsAt(engine: FleetEngine, name: string): Promise<readonly string[] | undefined> {
  try {
    return (await engine.state(name)).tasks.map(({ task }) => task);
  } catch (error) {
    if (isCdevError(error, 'CDEV_E_AGENT_FLEET_RUN_UNKNOWN')) return undefined;
    throw error;
  }
}

/** Ended well on this machine, and others are to start from it. */
async function commitFinished(run: SpawnRun, options: SpawnOptions): Promise<void> {
  const state = await readState(run);
  for (const agent of chooseAgents(run.plan, state, options).toCommit) {
    const worktree = state.agents.get(agent)?.workspace;
    if (worktree !== undefined) await commitFor(run, agent, worktree);
  }
}

const nobody: ReadonlySet<string> = new Set();

/** A run that was only watched: with what it was submitted is the affair of whoever did. */
async function nothingSubmitted(run: SpawnRun): Promise<Described> {
  const start = await resolveStart(run.repository, { plan: run.plan, state: await readState(run), target: undefined });
  const chosen = { toRun: new Map(), toCommit: [], done: new Set<string>() };
  return { start, settings: undefined, chosen, notStarted: [] };
}

type Described = Omit<Submission, 'agents' | 'settings'> & { readonly settings: Submission['settings'] | undefined };

async function describe(
  run: SpawnRun,
  { submission, options, ran }: { submission: Described; options: SpawnOptions; ran: readonly string[] },
): Promise<Outcome<SpawnResult>> {
  const state = await readState(run);
  const { start, settings, chosen, notStarted } = submission;
  const made = run.plan.agents.filter(({ id }) => state.agents.get(id)?.workspace !== undefined);
  const workspaces = planWorkspaces(run, made, { state, worktrees: undefined });
  const events = await run.journal.read();
  const { base = run.plan.base.commit } = state;
  const agents = ran.map((id) => state.agents.get(id)).filter((agent) => agent?.ended !== undefined) as AgentState[];
  const ended = await Promise.all(
    agents.map(async (agent) => {
      const notes = agent.host === undefined ? [] : [`on ${agent.host}`];
      const brought = await workBrought(run, { agent, events, base });
      return { ...endElsewhere(agent), notes, isElsewhere: undefined, ...brought };
    }),
  );
  const waiting = ran.filter((id) => state.agents.get(id)?.ended === undefined);
  const status = (id: string): string => `${id} (${state.agents.get(id)?.status ?? 'planned'})`;
  const left = [
    ...notStarted.map(({ agent, waitsFor }) => ({ agent, reason: `it depends on ${waitsFor.map(status).join(', ')}` })),
    ...waiting.map((agent) => ({ agent, reason: 'what it depends on did not get done, or it was cancelled' })),
  ];
  const result = spawnResult(run, {
    planned: { start, state, workspaces, chosen, settings, unsaved: [], warnings: [] },
    workspaces,
    recovered: [],
    ran: { ended, notStarted: options.isDryRun ? [] : left },
    isDryRun: options.isDryRun,
  });
  const isWell = left.length === 0 && ended.every(({ verdict }) => verdict === 'done');
  return { result, status: isWell || options.isDryRun ? 'ok' : 'findings' };
}
