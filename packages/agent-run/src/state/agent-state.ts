import type { Activity, AgentVerdict, DetachedAgent, ValidationVerdict } from '../run-event.ts';

/**
 * `planned`: nothing done yet · `waiting`: for agents it depends on · `ready`: has its workspace · `running` · `finished`: ended well,
 * not committed · `failed`: ended otherwise · `committed` · `validated`: ready, or with warnings · `not-ready`: validation says no ·
 * `merged`: in the integration, and in the target once that has moved · `ejected`: taken out of the integration.
 */
export type AgentStatus =
  | 'planned'
  | 'waiting'
  | 'ready'
  | 'running'
  | 'finished'
  | 'failed'
  | 'committed'
  | 'validated'
  | 'not-ready'
  | 'merged'
  | 'ejected';

export interface KeptRef {
  readonly ref: string;
  readonly commit: string;
}

export interface SetAsideRef extends KeptRef {
  readonly paths: readonly string[];
  readonly holds: 'changes' | 'tip';
}

/** One agent, as the journal tells it. Times are ISO 8601. */
export interface AgentState {
  readonly id: string;
  readonly status: AgentStatus;
  /** 0 before the first start. */
  readonly attempt: number;
  /** The worktree's folder, until it is removed. */
  readonly workspace?: string;
  readonly branch?: string;
  /** Where the agent's own work begins: the base of its workspace, or the last merge of its dependencies. */
  readonly base?: string;
  readonly ports?: readonly number[];
  readonly driver?: string;
  /** Of the running attempt, or of the last one. */
  readonly pid?: number;
  readonly startTime?: string;
  /** The machine that it is, or was, at work on; absent for this one. */
  readonly host?: string;
  readonly log?: string;
  /** Present when that attempt outlives the process that started it. */
  readonly detached?: DetachedAgent;
  /** In that attempt a person has its conversation open at a terminal. */
  readonly isTakenOver?: true;
  /** Bytes of its output of which the journal has all. */
  readonly heard?: number;
  /** The last commit of its work. */
  readonly commit?: string;
  /** How many files that commit changes. */
  readonly files?: number;
  /** Whether that commit is the whole work. */
  readonly complete?: boolean;
  /** Why it failed, is not ready or was ejected. */
  readonly reasons: readonly string[];
  /** How the last attempt ended. */
  readonly ended?: AgentVerdict;
  /** What validation said of `commit`; gone when a newer commit is made. */
  readonly verdict?: ValidationVerdict;
  readonly report?: string;
  /** The commit that carries it in the integration. */
  readonly merged?: string;
  readonly setAside: readonly SetAsideRef[];
  readonly snapshots: readonly KeptRef[];
  /** What it has said keeps it from going on; gone when it says how it gets on, or begins anew. */
  readonly blocker?: string;
  readonly lastActivity?: Activity & { readonly time: string };
  /** Over all attempts. */
  readonly tokens: number;
  /** US dollars, over all attempts. */
  readonly cost: number;
  /** How often it asked its model again because that was full or did not answer, over all attempts. */
  readonly retries: number;
  /** Of the last attempt. */
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export function newAgentState(id: string): AgentState {
  return {
    id,
    status: 'planned',
    attempt: 0,
    reasons: [],
    setAside: [],
    snapshots: [],
    tokens: 0,
    cost: 0,
    retries: 0,
  };
}
