import type { RunEvent } from '../run-event.ts';
import type { AgentState } from './agent-state.ts';

export interface MergedCandidate {
  readonly agent: string;
  readonly commit: string;
  readonly tree: string;
}

export interface EjectedCandidate {
  readonly agent: string;
  readonly reason: string;
  readonly log?: string;
  /** The task that was written for bringing it in. */
  readonly handOff?: string;
}

/** The last integration. */
export interface IntegrationState {
  readonly status: 'none' | 'running' | 'complete' | 'partial' | 'nothing' | 'aborted';
  readonly target?: string;
  /** The target's commit at the start. */
  readonly from?: string;
  readonly strategy?: string;
  readonly order: readonly string[];
  /** In the order in which they were merged; without those that were ejected afterwards. */
  readonly merged: readonly MergedCandidate[];
  readonly ejected: readonly EjectedCandidate[];
  /** Where the target stands since this integration moved it. */
  readonly movedTo?: string;
  readonly reason?: string;
}

export interface Integrating {
  readonly integration: IntegrationState;
  readonly agents: ReadonlyMap<string, AgentState>;
  /** What agents were before this integration; they are so again when it is given up or begun anew. */
  readonly before: ReadonlyMap<string, Standing>;
}

type Standing = Pick<AgentState, 'status' | 'reasons'>;

export const noIntegration: IntegrationState = { status: 'none', order: [], merged: [], ejected: [] };

/** What an event changes in the integration and, through it, in the agents. */
export function reduceIntegration(state: Integrating, event: RunEvent): Integrating {
  const { integration } = state;
  switch (event.type) {
    case 'integration-started': {
      const { target, from, strategy, order } = event;
      return { ...undo(state), integration: { ...noIntegration, status: 'running', target, from, strategy, order } };
    }
    case 'candidate-merged': {
      const { agent, commit, tree } = event;
      const merged = [...without(integration.merged, agent), { agent, commit, tree }];
      const ejected = without(integration.ejected, agent);
      return change({ ...state, integration: { ...integration, merged, ejected } }, agent, {
        status: 'merged',
        merged: commit,
      });
    }
    case 'ejected': {
      const { agent, reason, log, handOff } = event;
      const files = { ...(log !== undefined && { log }), ...(handOff !== undefined && { handOff }) };
      const ejected = [...without(integration.ejected, agent), { agent, reason, ...files }];
      const merged = without(integration.merged, agent);
      return change({ ...state, integration: { ...integration, merged, ejected } }, agent, {
        status: 'ejected',
        reasons: [reason],
      });
    }
    case 'target-moved':
      // What is in the target stays merged, whatever becomes of the rest.
      return {
        ...state,
        before: omit(state.before, integration.merged),
        integration: { ...integration, movedTo: event.to },
      };
    case 'integration-ended':
      return { ...state, integration: { ...integration, status: event.outcome } };
    case 'integration-aborted':
      return { ...undo(state), integration: { ...integration, status: 'aborted', reason: event.reason } };
    default:
      return state;
  }
}

function change(state: Integrating, id: string, fields: Partial<AgentState>): Integrating {
  const agent = state.agents.get(id);
  if (!agent) return state;
  const { merged: _merged, ...rest } = agent;
  // One that has worked on since it was ejected goes back to that, not to what it was before.
  const before = isIntegrated(agent) ? state.before : new Map([...state.before, [id, pickStanding(agent)]]);
  return { ...state, before, agents: new Map([...state.agents, [id, { ...rest, ...fields }]]) };
}

function undo(state: Integrating): Integrating {
  const agents = [...state.agents].map(([id, agent]): [string, AgentState] => {
    const standing = state.before.get(id);
    if (!standing || !isIntegrated(agent)) return [id, agent];
    const { merged: _merged, ...rest } = agent;
    return [id, { ...rest, ...standing }];
  });
  return { ...state, agents: new Map(agents), before: new Map() };
}

function isIntegrated({ status }: AgentState): boolean {
  return status === 'merged' || status === 'ejected';
}

function pickStanding({ status, reasons }: AgentState): Standing {
  return { status, reasons };
}

function without<Candidate extends { readonly agent: string }>(
  list: readonly Candidate[],
  id: string,
): readonly Candidate[] {
  return list.filter(({ agent }) => agent !== id);
}

function omit(
  states: ReadonlyMap<string, Standing>,
  merged: readonly MergedCandidate[],
): ReadonlyMap<string, Standing> {
  return new Map([...states].filter(([id]) => !merged.some(({ agent }) => agent === id)));
}
