import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isCdevError } from '@cdev/core/errors';
import {
  assertPlan,
  claimableBy,
  claimableOf,
  claimPath,
  matchesPattern,
  readPlan,
  releasePath,
  writePlan,
  type ClaimablePath,
  type DeploymentPlan,
} from '@cdev/deployment-plan';
import { withLock } from '@cdev/git';
import { widenCone } from '@cdev/workspace';
import { errors } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import type { NewRunEvent, RunEvent } from '../run-event.ts';
import { runState, type RunState } from '../state/run-state.ts';
import { inspectWork } from '../work/inspect-work.ts';
import { updateBriefing } from './update-briefing.ts';

export interface ChangeOwnershipOptions {
  readonly deed: 'claim' | 'release';
  readonly agent: string;
  /** Exact paths or patterns, as in a plan. */
  readonly paths: readonly string[];
  /** For a claim: the agent that gives them up. Without it only what nobody owns can be claimed. */
  readonly from?: string | undefined;
  readonly reason: string;
  /** Where the plan is stored. */
  readonly planFile: string;
  readonly journal: Journal;
  /** Say what would be done, and do nothing. */
  readonly dryRun?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface OwnershipMove {
  readonly path: string;
  /** The owner before; undefined for nobody. */
  readonly from: string | undefined;
  /** The owner now; undefined for nobody. */
  readonly to: string | undefined;
  /** False when it was so already. */
  readonly isNew: boolean;
  /** For a new claim of what nobody owned, in a plan that lists claimable files: those it took; `[]` when it was in nobody's pool. */
  readonly claimable?: readonly ClaimablePath[];
}

export interface ChangedOwnership {
  readonly moves: readonly OwnershipMove[];
  /** Agents whose briefing in their worktree was written anew. */
  readonly told: readonly string[];
  /** Worktrees, filled in part only, that hold the paths now; with what is in the way where one could not be widened: the paths are the agent's all the same. */
  readonly widened: readonly WidenedWorktree[];
}

export interface WidenedWorktree {
  readonly agent: string;
  /** `.` for all. */
  readonly folders: readonly string[];
  readonly problem?: string;
}

/**
 * Gives paths to an agent or takes them from it: all of them or none, recorded in the journal, written into the plan, and told to the
 * agents in their worktrees. What an agent has changed already is not taken from it, since its work would become foreign.
 *
 * The order (journal, plan, briefings, worktree) makes a kill at any point harmless: the plan is what counts, and a second call writes what is
 * missing and records nothing twice. Only the lists of others it was offered to may still name what was taken, and then their claim of it is refused.
 * @throws CDEV_E_PLAN_PATH_* (see `claimPath` and `releasePath`), CDEV_E_PLAN_UNSOUND when an agent would be left with nothing,
 * CDEV_E_RUN_PATH_WORKED_ON, and what reading the plan and the journal throws. Nothing was changed then.
 */
export async function changeOwnership(options: ChangeOwnershipOptions): Promise<ChangedOwnership> {
  const { journal, planFile, dryRun = false, signal } = options;
  const lock = join(journal.commonDir, 'cdev', 'locks', `plan-${journal.planId}.lock`);
  return withLock(lock, { what: `the plan ${journal.planId}`, signal }, async () => {
    const before = await readPlan(planFile);
    const { plan, moves } = rewrite(before, options);
    if (moves.some(({ isNew }) => isNew)) assertPlan(plan);
    const events = await journal.read();
    const state = runState(events, { agents: before.agents });
    await refuseWorkedOn(moves, { plan: before, state, signal });
    if (dryRun) return { moves, told: [], widened: [] };
    for (const event of newEvents(moves, { events, ...options })) await journal.append(event);
    if (plan !== before) await writePlan(planFile, plan);
    const told = await updateBriefings(plan, { moves, state, agent: options.agent });
    return { moves, told, widened: await widenWorktree(moves, { state, signal }) };
  });
}

function rewrite(
  before: DeploymentPlan,
  { deed, agent, paths, from }: ChangeOwnershipOptions,
): { plan: DeploymentPlan; moves: readonly OwnershipMove[] } {
  let plan = before;
  const moves: OwnershipMove[] = [];
  for (const path of new Set(paths)) {
    const changed = deed === 'claim' ? claimPath(plan, { agent, path, from }) : releasePath(plan, { agent, path });
    const ofNobody = deed === 'claim' && changed.isChanged && changed.from === undefined;
    const claimable = ofNobody ? claimableOf(plan, path) : undefined;
    plan = changed.plan;
    moves.push({
      path,
      from: changed.from,
      to: deed === 'claim' ? agent : undefined,
      isNew: changed.isChanged,
      ...(claimable && { claimable }),
    });
  }
  return { plan, moves };
}

interface Standing {
  readonly plan: DeploymentPlan;
  readonly state: RunState;
  readonly signal: AbortSignal | undefined;
}

async function refuseWorkedOn(moves: readonly OwnershipMove[], { plan, state, signal }: Standing): Promise<void> {
  const givers = Map.groupBy(
    moves.filter(({ isNew, from }) => isNew && from !== undefined),
    ({ from }) => from as string,
  );
  for (const [giver, given] of givers) {
    const own = state.agents.get(giver);
    if (own?.workspace === undefined) continue;
    const base = own.base ?? plan.base.commit;
    const { changed } = await inspectWork({ worktree: own.workspace, plan, agentId: giver, base, signal });
    const touched = changed.find(({ path }) => given.some((move) => matchesPattern(move.path, path)));
    if (touched) throw errors.make('CDEV_E_RUN_PATH_WORKED_ON', { agent: giver, path: touched.path });
  }
}

type Telling = Pick<ChangeOwnershipOptions, 'agent' | 'reason'> & { readonly events: readonly RunEvent[] };

/** Of a call that was killed after its first events, those that are in the journal are not told again. */
function newEvents(moves: readonly OwnershipMove[], { events, agent, reason }: Telling): readonly NewRunEvent[] {
  return moves.flatMap(({ path, from, to, isNew }): readonly NewRunEvent[] => {
    const type = to === undefined ? 'ownership-released' : 'ownership-changed';
    const last = events.findLast((event) => isAboutOwnership(event) && event.path === path);
    const isTold = last?.type === type && last.agent === agent;
    if (!isNew || isTold) return [];
    if (to === undefined) return [{ type: 'ownership-released', agent, path, reason }];
    return [{ type: 'ownership-changed', agent: to, path, ...(from !== undefined && { from }), reason }];
  });
}

function isAboutOwnership(
  event: RunEvent,
): event is RunEvent & { readonly type: 'ownership-changed' | 'ownership-released' } {
  return event.type === 'ownership-changed' || event.type === 'ownership-released';
}

async function updateBriefings(
  plan: DeploymentPlan,
  { moves, state, agent }: { moves: readonly OwnershipMove[]; state: RunState; agent: string },
): Promise<string[]> {
  const concerned = new Set([agent, ...moves.flatMap(({ from }) => from ?? [])]);
  const taken = { claimable: moves.flatMap(({ claimable = [] }) => claimable) };
  const offered = plan.agents.map(({ id }) => id).filter((id) => claimableBy(taken, id)?.length);
  const told: string[] = [];
  const tell = async (id: string): Promise<void> => {
    const worktree = state.agents.get(id)?.workspace;
    if (worktree !== undefined && (await updateBriefing(worktree, plan, id))) told.push(id);
  };
  for (const id of concerned) await tell(id);
  // What is taken must not stay in the lists of others; a briefing of theirs that cannot be read is no reason to refuse the claim.
  for (const id of offered.filter((other) => !concerned.has(other)))
    await tell(id).catch((error: unknown) => {
      if (!isCdevError(error)) throw error;
    });
  return told;
}

/** Also for what was the agent's already: a call that was killed before this is given again. */
async function widenWorktree(
  moves: readonly OwnershipMove[],
  { state, signal }: { state: RunState; signal: AbortSignal | undefined },
): Promise<readonly WidenedWorktree[]> {
  const agent = moves[0]?.to;
  const path = agent === undefined ? undefined : state.agents.get(agent)?.workspace;
  if (agent === undefined || path === undefined || !existsSync(path)) return [];
  try {
    const folders = await widenCone({ path, paths: moves.map((move) => move.path), signal });
    return folders.length === 0 ? [] : [{ agent, folders }];
  } catch (error) {
    if (!isCdevError(error)) throw error;
    return [{ agent, folders: [], problem: error.message.split('\n')[0] ?? '' }];
  }
}
