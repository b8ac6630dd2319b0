import { isAtWork, snapshotRef, type AgentState } from '@cdev/agent-run';
import type { Context, Outcome } from '@cdev/core/cli';
import { agentOf } from '@cdev/deployment-plan';
import { changedPaths, resolveCommit, restoreSnapshot } from '@cdev/git';
import { isThere } from '../attempt/is-there.ts';
import { errors } from '../errors.ts';
import { openRun, readState, type SpawnRun } from '../open-run.ts';
import { resolveStart } from '../resolve-start.ts';
import { makeWorkspaces } from '../workspaces/make-workspaces.ts';
import { planWorkspaces } from '../workspaces/plan-workspaces.ts';
import { listKept, type KeptWork } from './list-kept.ts';
import { tellingDisk } from '../telling-disk.ts';

export interface RestoreOptions {
  readonly agent: string;
  readonly plan: string | undefined;
  /** A number (`3`), a ref, or at least seven characters of a commit; undefined for the newest snapshot. */
  readonly snapshot: string | undefined;
  /** Only these files or folders; empty for all. */
  readonly paths: readonly string[];
  /** Show what is kept, and restore nothing. */
  readonly isList: boolean;
  readonly isDryRun: boolean;
}

export interface RestoreResult {
  readonly agent: string;
  readonly kept: readonly KeptWork[];
  readonly isDryRun: boolean;
  /** Undefined when only the list was wanted. */
  readonly restored?: {
    readonly from: KeptWork;
    /** The agent's; '' in a dry run when it is to be made. */
    readonly worktree: string;
    /** Written or removed; in a dry run, what the snapshot holds beyond the commit it was made on. */
    readonly paths: readonly string[];
    /** What was there before, when it was in no commit. */
    readonly saved: string | undefined;
  };
}

/**
 * Brings an agent's files back to what was kept of them; branch and index stay. What is there is kept first. A worktree that has been
 * removed is made again.
 * @throws CDEV_E_SPAWN_NOTHING_KEPT, CDEV_E_SPAWN_SNAPSHOT_UNKNOWN, CDEV_E_SPAWN_AGENT_AT_WORK
 */
export async function restoreAgent(options: RestoreOptions, context: Context): Promise<Outcome<RestoreResult>> {
  return tellingDisk(() => restoreIt(options, context));
}

async function restoreIt(options: RestoreOptions, context: Context): Promise<Outcome<RestoreResult>> {
  const { agent, isDryRun } = options;
  const run = await openRun(options.plan, context);
  agentOf(run.plan, agent);
  const kept = await listKept(run, agent);
  if (options.isList) return { result: { agent, kept, isDryRun }, status: 'ok' };
  const from = choose(kept, options);
  const state = (await readState(run)).agents.get(agent) as AgentState;
  if (isAtWork(state)) throw errors.make('CDEV_E_SPAWN_AGENT_AT_WORK', { agent });
  const restored = isDryRun
    ? await foresee(run, { from, state, options })
    : await restore(run, { from, state, options }, context);
  return { result: { agent, kept, isDryRun, restored: { from, ...restored } }, status: 'ok' };
}

/** Fewer characters are a number: a snapshot that there is not must not be another one whose commit happens to begin with it. */
const abbreviation = 7;

function choose(kept: readonly KeptWork[], { agent, snapshot }: RestoreOptions): KeptWork {
  const newest = kept.find(({ kind }) => kind === 'snapshot');
  if (snapshot === undefined && newest) return newest;
  if (kept.length === 0 || snapshot === undefined) throw errors.make('CDEV_E_SPAWN_NOTHING_KEPT', { agent });
  const named =
    kept.find(({ ref }) => ref === snapshot) ??
    kept.find(({ ref, kind }) => kind === 'snapshot' && ref.endsWith(`/${snapshot}`)) ??
    kept.find(({ commit }) => snapshot.length >= abbreviation && commit.startsWith(snapshot));
  if (!named) throw errors.make('CDEV_E_SPAWN_SNAPSHOT_UNKNOWN', { agent, snapshot });
  return named;
}

interface Restoring {
  readonly from: KeptWork;
  readonly state: AgentState;
  readonly options: RestoreOptions;
}
type Restored = Omit<NonNullable<RestoreResult['restored']>, 'from'>;

async function foresee({ repository }: SpawnRun, { from, state, options }: Restoring): Promise<Restored> {
  const parent = await resolveCommit(repository, `${from.commit}^1`);
  const changes = parent === undefined ? [] : await changedPaths(repository, parent, from.commit);
  const isWanted = (path: string): boolean =>
    options.paths.length === 0 || options.paths.some((place) => path === place || path.startsWith(`${place}/`));
  const paths = changes.map(({ path }) => path).filter(isWanted);
  return { worktree: state.workspace ?? '', paths, saved: undefined };
}

async function restore(run: SpawnRun, { from, state, options }: Restoring, context: Context): Promise<Restored> {
  const { journal, plan } = run;
  const { agent } = options;
  const worktree = await workspaceOf(run, state, context);
  const { paths, saved } = await restoreSnapshot(worktree, from.commit, {
    ...(options.paths.length > 0 && { paths: options.paths }),
    saveTo: snapshotRef(plan.id, agent),
    signal: context.signal,
  });
  if (saved && !state.snapshots.some(({ ref }) => ref === saved.ref)) {
    const { ref, commit } = saved;
    await journal.append({ type: 'snapshot-taken', agent, ref, commit, why: 'before a snapshot was restored' });
  }
  await journal.append({
    type: 'note',
    agent,
    text: `${paths.length === 1 ? '1 path was' : `${paths.length} paths were`} restored from ${from.ref}`,
  });
  return { worktree, paths, saved: saved?.ref };
}

async function workspaceOf(run: SpawnRun, known: AgentState, context: Context): Promise<string> {
  if (known.workspace !== undefined && (await isThere(known.workspace))) return known.workspace;
  const state = await readState(run);
  const start = await resolveStart(run.repository, { plan: run.plan, state, target: undefined });
  const agents = [agentOf(run.plan, known.id)];
  const workspaces = planWorkspaces(run, agents, { state, worktrees: undefined });
  const options = { sparse: false, dependencies: 'auto', setup: undefined } as const;
  const making = await makeWorkspaces(run, workspaces, { options, start, state, toRun: new Set() }, context);
  const [made] = await making.all();
  return made?.path ?? '';
}
