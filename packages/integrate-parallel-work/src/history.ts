import type { RunEvent } from '@cdev/agent-run';

export type Decision =
  | {
      readonly kind: 'merged';
      readonly tip: string | undefined;
      readonly commit: string;
      readonly tree: string;
      readonly resolved: readonly string[];
    }
  | {
      readonly kind: 'ejected';
      readonly tip: string | undefined;
      readonly reason: string;
      readonly log?: string;
      readonly handOff?: string;
    };

export interface RecordedCheck {
  readonly commit: string;
  readonly passed: boolean;
  readonly check?: string;
  /** How it ended, in words; absent in older journals. */
  readonly why?: string;
  readonly log?: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface RecordedMerge {
  readonly agent: string;
  readonly tip: string | undefined;
  readonly on: string | undefined;
  readonly commit: string;
  readonly tree: string;
}

/** An integration that was begun and neither ended nor given up. */
export interface OpenIntegration {
  readonly target: string;
  /** The target's commit at the start. */
  readonly from: string;
  readonly strategy: string;
  readonly order: readonly string[];
  /** The last decision about each agent. */
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Every merge of a candidate: a batch that failed leaves several of one. */
  readonly merges: readonly RecordedMerge[];
  readonly checks: readonly RecordedCheck[];
  readonly movedTo: string | undefined;
  /** ISO 8601. */
  readonly startedAt: string;
}

export interface IntegrationHistory {
  /** What integrations that moved their target brought there: the tip of each agent and the commit that carries it. */
  readonly brought: ReadonlyMap<string, { readonly tip: string | undefined; readonly commit: string }>;
  readonly open: OpenIntegration | undefined;
}

/** What the journal knows of integrations, this one included. */
export function historyOf(events: readonly RunEvent[]): IntegrationHistory {
  const brought = new Map<string, { tip: string | undefined; commit: string }>();
  let open: OpenIntegration | undefined;
  for (const event of events) {
    if (event.type === 'integration-ended' || event.type === 'integration-aborted') open = undefined;
    else open = advance(open, event);
    if (event.type !== 'target-moved') continue;
    for (const [agent, decision] of open?.decisions ?? []) if (decision.kind === 'merged') brought.set(agent, decision);
  }
  return { brought, open };
}

function advance(open: OpenIntegration | undefined, event: RunEvent): OpenIntegration | undefined {
  if (event.type === 'integration-started') {
    const { target, from, strategy, order, time } = event;
    return {
      target,
      from,
      strategy,
      order,
      decisions: new Map(),
      merges: [],
      checks: [],
      movedTo: undefined,
      startedAt: time,
    };
  }
  if (open === undefined) return undefined;
  switch (event.type) {
    case 'candidate-merged': {
      const { agent, tip, on, commit, tree, resolved } = event;
      const merges = [...open.merges, { agent, tip, on, commit, tree }];
      return decide({ ...open, merges }, agent, { kind: 'merged', tip, commit, tree, resolved });
    }
    case 'ejected': {
      const { agent, tip, reason, log, handOff } = event;
      const files = { ...(log !== undefined && { log }), ...(handOff !== undefined && { handOff }) };
      return decide(open, agent, { kind: 'ejected', tip, reason, ...files });
    }
    case 'candidate-checked':
      return { ...open, checks: [...open.checks, event] };
    case 'target-moved':
      return { ...open, movedTo: event.to };
    default:
      return open;
  }
}

function decide(open: OpenIntegration, agent: string, decision: Decision): OpenIntegration {
  return { ...open, decisions: new Map([...open.decisions, [agent, decision]]) };
}
