import type { AgentStatus } from '@cdev/agent-run';

/** One agent as the monitor shows it. */
export interface AgentView {
  readonly id: string;
  readonly title: string;
  readonly status: AgentStatus;
  /** False for an agent that the journal calls running and whose process is gone: its run was killed. */
  readonly isAlive: boolean;
  /** It outlives the process that started it, and nobody listens: nothing limits it, and it is judged by the next run. */
  readonly isUnheard?: boolean;
  readonly attempt: number;
  readonly driver?: string;
  /** The machine that it is, or was, at work on; absent for this one. */
  readonly host?: string;
  /** Milliseconds that the last attempt has taken or took. */
  readonly elapsed?: number;
  /** What it did last, one line. */
  readonly activity?: string;
  /** ISO 8601. */
  readonly activityAt?: string;
  /** What it says keeps it from going on. */
  readonly blocker?: string;
  /** What it was denied last, while it has done nothing since. An agent that only waits for a word has ended its turn: it is `finished`. */
  readonly denied?: string;
  /** A person has its conversation open at a terminal. What it does is told by its hooks, and an interrupt tells nothing. */
  readonly isTakenOver?: boolean;
  /** What it asks a person for a permission of, while it has done nothing since. */
  readonly asking?: string;
  /** Its turn in a conversation at a terminal has ended: it waits for what a person says next. */
  readonly isIdle?: boolean;
  /** It waits for its model, which is full or does not answer: what it told of that last, while it has done nothing since. */
  readonly retrying?: string;
  readonly commits: number;
  /** Paths that differ from its base, committed or not. */
  readonly changed: number;
  /** Of these, paths that are not its own. */
  readonly foreign: readonly string[];
  /** Paths that are not committed yet; absent where its worktree was not looked at. */
  readonly uncommitted?: number;
  readonly checklist?: { readonly done: number; readonly total: number };
  readonly tokens: number;
  /** US dollars. */
  readonly cost: number;
  /** How often it asked its model again, over all attempts. */
  readonly retries: number;
  readonly waitsFor: readonly string[];
  readonly reasons: readonly string[];
}

/** Two agents, or an agent and the target, that would conflict if they were merged now. */
export interface Conflict {
  readonly between: readonly [string, string];
  readonly paths: readonly string[];
  /** Of these, whose work is not committed yet: it was compared as its last snapshot has it. */
  readonly uncommitted: readonly string[];
}

/** What agents used. Dollars are those that the assistants told. */
export interface Used {
  readonly tokens: number;
  readonly cost: number;
}

export interface RunView {
  readonly plan: string;
  readonly title: string;
  /** ISO 8601: when the view was made. */
  readonly at: string;
  readonly agents: readonly AgentView[];
  readonly conflicts: readonly Conflict[];
  readonly integration: { readonly status: string; readonly merged: number; readonly ejected: number };
  readonly used: Used & { readonly days: readonly (Used & { readonly day: string })[] };
  /** Where nothing is at work and nothing has gone wrong: what is to be done next, with its command. */
  readonly next?: string | undefined;
  /** True when nothing is running any more. */
  readonly isAtRest: boolean;
}
