import { join } from 'node:path';
import {
  contextFile,
  guardWorktree,
  readContext,
  worktreeFolder,
  type AgentState,
  type RunState,
} from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import type { PlannedAgent } from '@cdev/deployment-plan';
import { ensureExcluded } from '@cdev/git';
import { allotPorts, createWorktrees, prepareWorkspace, type CreatedWorktree } from '@cdev/workspace';
import { portRange } from '../attempt/agent-environment.ts';
import { openAgentLog } from '../attempt/agent-log.ts';
import { writeBriefing } from '../attempt/write-briefing.ts';
import { diskUse } from '../pool/disk-use.ts';
import type { SpawnRun } from '../open-run.ts';
import type { Start } from '../resolve-start.ts';
import type { SpawnOptions } from '../spawn-options.ts';
import { sparseFolders } from './sparse-folders.ts';

/** An agent's folder and branch, as they are or are to be. */
export interface Workspace {
  readonly agent: PlannedAgent;
  readonly path: string;
  readonly branch: string;
  /** `planned` only in a dry run. */
  readonly outcome: CreatedWorktree['outcome'] | 'planned';
  readonly port?: number | undefined;
  /** Milliseconds that making and preparing it took in this call; undefined for one that was there. */
  readonly duration?: number | undefined;
  /** What it takes on disk, in bytes; likewise. */
  readonly bytes?: number | undefined;
}

type WorkspaceOptions = Pick<SpawnOptions, 'sparse' | 'setup' | 'setupTimeLimit' | 'ports' | 'dependencies'>;

interface Making {
  readonly options: WorkspaceOptions;
  readonly start: Start;
  /** Before they are made. */
  readonly state: RunState;
}

/** Where the workspaces of agents are to be. One that is there stays where it is. */
export function planWorkspaces(
  run: SpawnRun,
  agents: readonly PlannedAgent[],
  { state, worktrees }: { state: RunState; worktrees: string | undefined },
): readonly Workspace[] {
  return agents.map((agent) => {
    const known = state.agents.get(agent.id);
    const place = { repositoryRoot: run.root, planId: run.plan.id, agentId: agent.id, worktrees };
    return {
      agent,
      path: known?.workspace ?? worktreeFolder(place),
      branch: known?.branch ?? agent.branch,
      outcome: known?.workspace === undefined ? 'planned' : 'kept',
    };
  });
}

/**
 * Makes and fills them: worktree, branch, what git does not carry, a port, and what the agent is told. What is there is kept, so it can be
 * run again after any interruption.
 */
export async function makeWorkspaces(
  run: SpawnRun,
  planned: readonly Workspace[],
  rest: Making,
  context: Context,
): Promise<readonly Workspace[]> {
  const { repository, plan } = run;
  if (planned.length === 0) return [];
  await ensureExcluded(repository.commonDir, '/.cdev/');
  const created = await createAll(run, planned, rest, context);
  const ids = planned.map(({ agent }) => `${plan.id}/${agent.id}`);
  const ports = await allotPorts(repository, ids, { count: rest.options.ports, signal: context.signal });
  const left = planned.entries();
  const made: Workspace[] = [];
  const worker = async (): Promise<void> => {
    for (const [index, { agent }] of left) {
      const port = ports[`${plan.id}/${agent.id}`];
      made[index] = await furnish(run, { agent, created: created[index] as CreatedWorktree, port, ...rest }, context);
    }
  };
  // All are waited for: nothing must be written any more when this call has failed.
  const ended = await Promise.allSettled([worker(), worker()]);
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  return made;
}

interface Furnishing extends Making {
  readonly agent: PlannedAgent;
  readonly created: CreatedWorktree;
  readonly port: number | undefined;
}

/** A worktree becomes a workspace: with what git does not carry, and with what the agent is told. */
async function furnish(run: SpawnRun, furnishing: Furnishing, context: Context): Promise<Workspace> {
  const { plan, journal } = run;
  const { agent, created, port, options, start, state } = furnishing;
  const { path, branch, outcome } = created;
  const started = performance.now() - created.duration;
  const known = state.agents.get(agent.id);
  const base = known?.base ?? start.base;
  if (known?.workspace !== path)
    await journal.append({ type: 'workspace-created', agent: agent.id, path, branch, base });
  const isNew = !isReady(known, { outcome, port });
  if (isNew) await prepare(run, { agent: agent.id, path, port, options }, context);
  if (isNew || (await needsBriefing(known, path))) {
    const attempt = hasBegun(known) && !isNew ? known.attempt : (known?.attempt ?? 0) + 1;
    await writeBriefing({ plan, agentId: agent.id, worktree: path, base, attempt });
  }
  const { commonDir } = run.repository;
  await guardWorktree({ commonDir, worktree: path, plan, agentId: agent.id, base, target: start.target });
  if (isNew)
    await journal.append({ type: 'workspace-ready', agent: agent.id, ...(port !== undefined && { ports: [port] }) });
  const duration = isNew ? Math.round(performance.now() - started) : undefined;
  const bytes = isNew ? await diskUse(path) : undefined;
  return { agent, path, branch, outcome, port, duration, bytes };
}

function hasBegun(state: AgentState | undefined): state is AgentState {
  return state !== undefined && state.attempt > 0;
}

/** The plan may have changed before the agent began; afterwards it is told anew with its next attempt, unless it can no longer be read. */
async function needsBriefing(state: AgentState | undefined, worktree: string): Promise<boolean> {
  if (!hasBegun(state)) return true;
  return readContext(contextFile(worktree)).then(
    () => false,
    () => true,
  );
}

/** Ports stand in the journal only once a workspace is ready. */
function isReady(
  state: AgentState | undefined,
  { outcome, port }: { outcome: CreatedWorktree['outcome']; port: number | undefined },
): boolean {
  return outcome === 'kept' && port !== undefined && state?.ports?.[0] === port;
}

async function createAll(
  { repository }: SpawnRun,
  planned: readonly Workspace[],
  { options: { sparse }, start }: Making,
  { progress, signal }: Context,
): Promise<readonly CreatedWorktree[]> {
  const task = progress.begin('worktrees');
  let ready = 0;
  try {
    const worktrees = planned.map(({ agent, path, branch }) => ({
      path,
      branch,
      start: start.base,
      sparse: sparse ? sparseFolders(agent) : undefined,
    }));
    const onReady = (): void => task.update(`${(ready += 1)} of ${planned.length}`);
    const created = await createWorktrees({ repository, worktrees, signal, onReady });
    task.done(`${created.length}`);
    return created;
  } catch (error) {
    task.failed();
    throw error;
  }
}

async function prepare(
  { repository, plan, paths }: SpawnRun,
  place: { agent: string; path: string; port: number | undefined; options: WorkspaceOptions },
  { progress, signal, log }: Context,
): Promise<void> {
  const { agent, path, port, options } = place;
  const { dependencies, setup, setupTimeLimit } = options;
  const task = progress.begin(`${agent}: workspace`);
  const setupLog = setup === undefined ? undefined : await openAgentLog(join(paths.logs, `${agent}-setup.log`));
  try {
    const env = {
      CDEV_PLAN: plan.id,
      CDEV_AGENT: agent,
      CDEV_PORT: port?.toString(),
      ...portRange(port, options.ports),
    };
    const commands = setup === undefined ? [] : [setup];
    const made = await prepareWorkspace({
      repository,
      path,
      dependencies,
      setup: commands,
      setupTimeLimit,
      onSetupLine: (line) => setupLog?.line(line, 'stdout'),
      env,
      signal,
      log,
    });
    const { manner } = made.dependencies;
    const files = `${made.copied.length} ${made.copied.length === 1 ? 'file' : 'files'} copied`;
    task.done([files, ...(manner === 'none' ? [] : [`dependencies: ${manner}`])].join(', '));
  } catch (error) {
    task.failed();
    throw error;
  } finally {
    await setupLog?.close();
  }
}
