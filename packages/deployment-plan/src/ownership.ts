import { errors } from './errors.ts';
import { patternMatcher } from './pattern/matches-pattern.ts';
import type { DeploymentPlan, PlannedAgent, SharedPath } from './plan.ts';

type Owned = Pick<DeploymentPlan, 'agents' | 'shared'> & { readonly id?: string };

/** A shared path is `shared` also for agents that its declaration does not list. */
export type Owner =
  | { readonly kind: 'agent'; readonly agent: PlannedAgent }
  | { readonly kind: 'shared'; readonly shared: SharedPath }
  | { readonly kind: 'nobody' };

/** What one agent may write: what it owns, and the shared paths that list it. Everything else is foreign to it. */
export interface Ownership {
  /** False for a path that the plan declares shared, even within the agent's patterns. */
  readonly owns: (path: string) => boolean;
  /** The shared path's declaration, when it lists this agent. */
  readonly isShared: (path: string) => SharedPath | undefined;
  readonly patterns: readonly string[];
}

/**
 * Whose a path is. A declared shared path is taken out of everybody's ownership, so it comes first.
 * @throws CDEV_E_PLAN_PATTERN_INVALID
 */
export function ownerOf(plan: Owned, path: string): Owner {
  const shared = plan.shared.find((entry) => patternMatcher(entry.path)(path));
  if (shared) return { kind: 'shared', shared };
  const agent = plan.agents.find(({ owns }) => owns.some((pattern) => patternMatcher(pattern)(path)));
  return agent ? { kind: 'agent', agent } : { kind: 'nobody' };
}

/** @throws CDEV_E_PLAN_AGENT_UNKNOWN, CDEV_E_PLAN_PATTERN_INVALID */
export function ownershipOf(plan: Owned, agentId: string): Ownership {
  const agent = agentOf(plan, agentId);
  const patterns = agent.owns.map(patternMatcher);
  const shared = plan.shared.map((entry) => ({ entry, matches: patternMatcher(entry.path) }));
  return {
    owns: (path) => patterns.some((matches) => matches(path)) && !shared.some(({ matches }) => matches(path)),
    isShared: (path) => {
      const found = shared.find(({ matches }) => matches(path))?.entry;
      return found && mayWrite(found, agentId) ? found : undefined;
    },
    patterns: agent.owns,
  };
}

/** The agent of that id. @throws CDEV_E_PLAN_AGENT_UNKNOWN */
export function agentOf(plan: Owned, agentId: string): PlannedAgent {
  const agent = plan.agents.find(({ id }) => id === agentId);
  if (agent) return agent;
  const known = plan.agents.map(({ id }) => id).join(', ');
  throw errors.make('CDEV_E_PLAN_AGENT_UNKNOWN', { plan: plan.id ?? '', agent: agentId, known });
}

/** Whether the declaration lists the agent. */
export function mayWrite(shared: SharedPath, agentId: string): boolean {
  return shared.agents.includes('*') || shared.agents.includes(agentId);
}
