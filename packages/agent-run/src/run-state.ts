import type { Activity, AgentVerdict, RunEvent, ValidationVerdict } from './run-event.ts';

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
  readonly pid?: number;
  readonly startTime?: string;
  readonly log?: string;
  readonly commit?: string;
  /** Whether the last commit was the whole work. */
  readonly complete?: boolean;
  readonly reasons: readonly string[];
  /** How the last attempt ended. */
  readonly ended?: AgentVerdict;
  /** What validation said of `commit`; gone when a newer commit is made. */
  readonly verdict?: ValidationVerdict;
  /** The commit that carries it in the integration. */
  readonly merged?: string;
  readonly setAside: readonly { readonly ref: string; readonly commit: string; readonly paths: readonly string[] }[];
  readonly snapshots: readonly { readonly ref: string; readonly commit: string }[];
  readonly lastActivity?: Activity & { readonly time: string };
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export interface IntegrationState {
  readonly status: 'none' | 'running' | 'complete' | 'partial' | 'nothing' | 'aborted';
  readonly target?: string;
  readonly from?: string;
  readonly strategy?: string;
  readonly order: readonly string[];
  /** Agents in the order in which they were merged. */
  readonly merged: readonly { readonly agent: string; readonly commit: string; readonly tree: string }[];
  readonly ejected: readonly { readonly agent: string; readonly reason: string }[];
  /** Where the target stands since this integration moved it. */
  readonly movedTo?: string;
}

export interface RunState {
  /** The plan's file. */
  readonly plan?: string;
  readonly target?: string;
  readonly base?: string;
  readonly agents: ReadonlyMap<string, AgentState>;
  readonly integration: IntegrationState;
  readonly lastSeq: number;
  readonly lastEventAt?: string;
}

export interface RunStateOptions {
  /** The plan's agents: those without an event are then `planned`, those whose dependencies are not committed `waiting`. */
  readonly agents?: readonly { readonly id: string; readonly dependsOn: readonly string[] }[] | undefined;
}

export function runState(_events: readonly RunEvent[], _options?: RunStateOptions): RunState {
  throw new Error('not written yet');
}
