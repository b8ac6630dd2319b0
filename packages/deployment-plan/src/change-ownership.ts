import { errors } from './errors.ts';
import { agentOf } from './ownership.ts';
import { isExactPath, matchesPattern } from './pattern/matches-pattern.ts';
import { patternsOverlap } from './pattern/patterns-overlap.ts';
import type { DeploymentPlan, PlannedAgent } from './plan.ts';

export interface OwnershipClaim {
  readonly agent: string;
  /** An exact path or a pattern, as in `owns`. */
  readonly path: string;
  /** The agent that gives it up. Without it only what nobody owns can be claimed. */
  readonly from?: string | undefined;
}

export interface ChangedPlan {
  readonly plan: DeploymentPlan;
  /** Who owned it before. */
  readonly from: string | undefined;
  /** False when the plan says so already; it is then the plan that was given. */
  readonly isChanged: boolean;
}

/**
 * The plan in which an agent owns one more path. Ownership stays exclusive: a path of another agent moves only when that agent is named,
 * and then wholly, with its promise.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_PLAN_PATTERN_INVALID, CDEV_E_PLAN_PATH_SHARED, _PATH_TAKEN, _PATH_IN_PATTERN,
 * _PATH_NOT_OWNED (by `from`)
 */
export function claimPath(plan: DeploymentPlan, { agent: id, path, from }: OwnershipClaim): ChangedPlan {
  const agent = agentOf(plan, id);
  const shared = plan.shared.find(
    (entry) => entry.path === path || (isExactPath(path) && matchesPattern(entry.path, path)),
  );
  if (shared) throw errors.make('CDEV_E_PLAN_PATH_SHARED', { path, shared: shared.path });
  const isOwned = agent.owns.some(
    (pattern) => pattern === path || (isExactPath(path) && matchesPattern(pattern, path)),
  );
  if (isOwned) return { plan, from: undefined, isChanged: false };
  const others = plan.agents.filter((other) => other !== agent && overlapping(other, path) !== undefined);
  const stranger = others.find((other) => other.id !== from);
  if (stranger)
    throw errors.make('CDEV_E_PLAN_PATH_TAKEN', {
      path,
      owner: stranger.id,
      pattern: overlapping(stranger, path) ?? path,
      agent: id,
    });
  const giver = from === undefined ? undefined : agentOf(plan, from);
  if (giver && !giver.owns.includes(path)) throw notGivable(giver, path);
  const promises = giver?.creates.filter((promise) => matchesPattern(path, promise)) ?? [];
  return {
    plan: withAgents(withoutClaimable(plan, path), [
      ...(giver ? [without(giver, path, promises)] : []),
      { ...agent, owns: [...agent.owns, path], creates: [...agent.creates, ...promises] },
    ]),
    from: giver?.id,
    isChanged: true,
  };
}

/**
 * The plan in which an agent no longer owns a path: nobody does. What it has promised there it cannot give up.
 * @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_PLAN_PATTERN_INVALID, CDEV_E_PLAN_PATH_IN_PATTERN, _PATH_PROMISED
 */
export function releasePath(plan: DeploymentPlan, { agent: id, path }: Omit<OwnershipClaim, 'from'>): ChangedPlan {
  const agent = agentOf(plan, id);
  const pattern = overlapping(agent, path);
  if (pattern === undefined) return { plan, from: undefined, isChanged: false };
  if (!agent.owns.includes(path)) throw notGivable(agent, path);
  const promise = agent.creates.find((promised) => matchesPattern(path, promised));
  if (promise !== undefined) throw errors.make('CDEV_E_PLAN_PATH_PROMISED', { path, agent: id, promise });
  return { plan: withAgents(plan, [without(agent, path, [])]), from: id, isChanged: true };
}

function overlapping({ owns }: PlannedAgent, path: string): string | undefined {
  return owns.find((pattern) => patternsOverlap(pattern, path));
}

function notGivable(giver: PlannedAgent, path: string): Error {
  const pattern = overlapping(giver, path);
  return pattern === undefined
    ? errors.make('CDEV_E_PLAN_PATH_NOT_OWNED', { path, agent: giver.id })
    : errors.make('CDEV_E_PLAN_PATH_IN_PATTERN', { path, agent: giver.id, pattern });
}

function without(agent: PlannedAgent, path: string, promises: readonly string[]): PlannedAgent {
  return {
    ...agent,
    owns: agent.owns.filter((pattern) => pattern !== path),
    creates: agent.creates.filter((promise) => !promises.includes(promise)),
  };
}

/** What somebody owns nobody can claim any more. */
function withoutClaimable(plan: DeploymentPlan, taken: string): DeploymentPlan {
  if (plan.claimable === undefined) return plan;
  return { ...plan, claimable: plan.claimable.filter(({ path }) => !matchesPattern(taken, path)) };
}

function withAgents(plan: DeploymentPlan, changed: readonly PlannedAgent[]): DeploymentPlan {
  return { ...plan, agents: plan.agents.map((agent) => changed.find(({ id }) => id === agent.id) ?? agent) };
}
