import type { RunEvent } from '../run-event.ts';
import { newAgentState, type AgentState } from './agent-state.ts';
import { reduceAgent } from './reduce-agent.ts';
import { noIntegration, reduceIntegration, type Integrating, type IntegrationState } from './reduce-integration.ts';

export interface OwnershipChange {
  /** The owner since; undefined when the path was released. */
  readonly agent?: string;
  readonly path: string;
  /** The agent that owned it before. */
  readonly from?: string;
  readonly reason: string;
}

/** What the journal says: a run's state is the reduction of its events and nothing else. */
export interface RunState {
  /** The plan's file. */
  readonly plan?: string;
  /** The branch that integration moves. */
  readonly target?: string;
  readonly base?: string;
  /** In the order of the plan, when it was given; else in that of their first events. */
  readonly agents: ReadonlyMap<string, AgentState>;
  readonly integration: IntegrationState;
  /** As recorded; the plan's file holds the result. */
  readonly ownershipChanges: readonly OwnershipChange[];
  readonly lastSeq: number;
  readonly lastEventAt?: string;
}

export interface RunStateOptions {
  /**
   * The plan's agents. Those without an event are then there as `planned`, and those that depend on work not committed yet are `waiting`.
   */
  readonly agents?: readonly { readonly id: string; readonly dependsOn: readonly string[] }[] | undefined;
}

/** Events of a type that is not known change nothing. */
export function runState(events: readonly RunEvent[], { agents: planned = [] }: RunStateOptions = {}): RunState {
  const agents = new Map(planned.map(({ id }) => [id, newAgentState(id)]));
  let state: Integrating = { integration: noIntegration, agents, before: new Map() };
  for (const event of events) {
    if ('agent' in event && event.agent !== undefined && event.type !== 'note') {
      // In place: a copy of the map per event would make ten thousand activities dear.
      const agent = agents.get(event.agent) ?? newAgentState(event.agent);
      agents.set(event.agent, reduceAgent(agent, event));
    }
    const next = reduceIntegration({ ...state, agents }, event);
    for (const [id, agent] of next.agents === agents ? [] : next.agents) agents.set(id, agent);
    state = next;
  }
  for (const { id, dependsOn } of planned) markWaiting(agents, id, dependsOn);
  const last = events.at(-1);
  return {
    ...beginning(events),
    agents,
    integration: state.integration,
    ownershipChanges: events.flatMap(toOwnershipChange),
    lastSeq: last?.seq ?? 0,
    ...(last && { lastEventAt: last.time }),
  };
}

function beginning(events: readonly RunEvent[]): Pick<RunState, 'plan' | 'target' | 'base'> {
  const created = events.findLast((event) => event.type === 'run-created');
  return created ? { plan: created.plan, target: created.target, base: created.base } : {};
}

const committed = new Set(['committed', 'validated', 'not-ready', 'merged', 'ejected']);

function markWaiting(agents: Map<string, AgentState>, id: string, dependsOn: readonly string[]): void {
  const agent = agents.get(id);
  if (!agent || (agent.status !== 'planned' && agent.status !== 'ready')) return;
  const isWaiting = dependsOn.some((dependency) => !committed.has(agents.get(dependency)?.status ?? 'planned'));
  if (isWaiting) agents.set(id, { ...agent, status: 'waiting' });
}

function toOwnershipChange(event: RunEvent): OwnershipChange[] {
  if (event.type === 'ownership-released') return [{ path: event.path, from: event.agent, reason: event.reason }];
  if (event.type !== 'ownership-changed') return [];
  const { agent, path, from, reason } = event;
  return [{ agent, path, ...(from !== undefined && { from }), reason }];
}
