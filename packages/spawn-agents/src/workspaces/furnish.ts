import { contextFile, guardWorktree, readContext, type AgentState, type RunState } from '@cdev/agent-run';
import type { Context } from '@cdev/core/cli';
import type { PlannedAgent } from '@cdev/deployment-plan';
import type { CreatedWorktree } from '@cdev/workspace';
import { writeBriefing } from '../attempt/write-briefing.ts';
import { holdAgent } from '../agent-hold.ts';
import { readState, type SpawnRun } from '../open-run.ts';
import { diskUse } from '../pool/disk-use.ts';
import type { Start } from '../resolve-start.ts';
import type { Workspace } from './plan-workspaces.ts';
import { prepareOne, type PreparedOne, type WorkspaceOptions } from './prepare-one.ts';

export interface Making {
  readonly options: WorkspaceOptions;
  readonly start: Start;
  /** Those that are run in this call. */
  readonly toRun: ReadonlySet<string>;
  /** Before they are made. */
  readonly state: RunState;
}

export interface Furnishing extends Making {
  readonly agent: PlannedAgent;
  readonly created: CreatedWorktree;
  readonly port: number | undefined;
}

/** A workspace, and how to end what its setup left at work. */
export interface Furnished {
  readonly workspace: Workspace;
  readonly endLeftBehind: () => Promise<void>;
}

/** Milliseconds: a setup of another process may take as long as that. */
const patience = 15 * 60_000;
const nothing: PreparedOne = { endLeftBehind: async () => {}, notes: [] };

/**
 * A worktree becomes a workspace: with what git does not carry, and with what the agent is told. With a ready marker the setup of one that is
 * there already is run again for each run, because what it left at work has ended with the run before.
 */
export async function furnish(run: SpawnRun, furnishing: Furnishing, context: Context): Promise<Furnished> {
  const { agent, created, port, state } = furnishing;
  const known = state.agents.get(agent.id);
  if (isReady(known, { outcome: created.outcome, port })) return fill(run, { ...furnishing, known }, context);
  // Two at once would take each other's half-made folders away.
  return holdAgent(run, agent.id, { waitLimit: patience, signal: context.signal }, async () =>
    fill(run, { ...furnishing, known: (await readState(run)).agents.get(agent.id) }, context),
  );
}

async function fill(
  run: SpawnRun,
  furnishing: Furnishing & { readonly known: AgentState | undefined },
  context: Context,
): Promise<Furnished> {
  const { plan, journal } = run;
  const { agent, created, port, options, start, toRun, known } = furnishing;
  const { path, branch, outcome } = created;
  const started = performance.now() - created.duration;
  const base = known?.base ?? start.base;
  const isNew = !isReady(known, { outcome, port });
  const isSetUp = !isNew && (options.ready === undefined || !toRun.has(agent.id));
  const settingUp: WorkspaceOptions = isNew ? options : { ...options, dependencies: 'none' };
  const preparing = { agent: agent.id, path, port, options: settingUp };
  const { endLeftBehind, notes } = isSetUp ? nothing : await prepareOne(run, preparing, context);
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
  return { workspace: { agent, path, branch, outcome, port, duration, bytes, notes }, endLeftBehind };
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
