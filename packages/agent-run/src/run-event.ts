/** The journal's schema, written into its first event. */
export const runSchemaVersion = 1;

/** What every event carries; the journal fills it in. */
export interface EventStamp {
  /** 1, 2, 3 … without gap or repeat. */
  readonly seq: number;
  /** ISO 8601. */
  readonly time: string;
  /** `spawn-agents 0.1.0 4711`. */
  readonly writer: string;
}

export type AgentVerdict = 'done' | 'failed' | 'timed-out' | 'cancelled';
export type ValidationVerdict = 'ready' | 'warnings' | 'not-ready';

export interface Activity {
  /**
   * `permission`: it was denied something, and may come to nothing. `retry`: it waits for its model. Of a conversation at a terminal: `asks` a person for a
   * permission, and `waits` for what a person says next.
   */
  readonly kind: 'message' | 'tool' | 'file' | 'usage' | 'permission' | 'retry' | 'asks' | 'waits';
  readonly text: string;
  /** Used since the last activity that told a number. */
  readonly tokens?: number;
  /** US dollars, likewise. */
  readonly cost?: number;
  /** How often it has asked its model again, likewise. */
  readonly retries?: number;
}

/** An agent with a session of its own, and files in place of pipes. */
export interface DetachedAgent {
  /** Tells that start of the machine from every other: after another one no process of it lives. */
  readonly boot: string;
  /** What the conversation that it goes on with had used before: some assistants count from its beginning. */
  readonly counted?: { readonly tokens: number; readonly cost: number };
}

/** Written before something is removed: which commit holds every byte of it that git could keep, and which ref holds that commit. */
export interface ReceiptEvent {
  readonly type: 'receipt-written';
  readonly agent: string;
  readonly of: 'worktree' | 'branch';
  /** The worktree's folder, or the branch's short name. */
  readonly name: string;
  /** The commit that was checked out, or the branch's tip. */
  readonly head: string;
  /** Object id of the files as they were: it is the tree of `commit`. */
  readonly tree: string;
  readonly commit: string;
  /** Full name. */
  readonly ref: string;
  /** Files, and folders ending in a slash, that went with it because git ignores them. */
  readonly notKept?: readonly string[];
}

/** Where an event of a run on a fleet came from: the run there, and the number of its event. */
export interface FleetOrigin {
  readonly run: string;
  readonly number: number;
}

/** An event as it is handed to the journal. Durations are milliseconds. */
export type NewRunEvent = RunHappening & { readonly fleet?: FleetOrigin };

type RunHappening =
  | { readonly type: 'run-created'; readonly plan: string; readonly target: string; readonly base: string }
  | {
      readonly type: 'workspace-created';
      readonly agent: string;
      readonly path: string;
      readonly branch: string;
      readonly base: string;
    }
  | { readonly type: 'workspace-ready'; readonly agent: string; readonly ports?: readonly number[] }
  | {
      readonly type: 'dependencies-merged';
      readonly agent: string;
      readonly commit: string;
      /** The agents whose work came in. */
      readonly from: readonly string[];
    }
  | {
      readonly type: 'agent-started';
      readonly agent: string;
      /** 1 for the first. */
      readonly attempt: number;
      readonly driver: string;
      readonly pid: number;
      /** Tells this process from a later one with the same id; '' where the system does not say. */
      readonly startTime: string;
      readonly log: string;
      /** The machine that it is at work on, when that is another: `pid` is of that one. */
      readonly host?: string;
      /** Present when it outlives the process that started it. */
      readonly detached?: DetachedAgent;
      /** A person has its conversation open at a terminal. */
      readonly isTakenOver?: true;
    }
  | {
      readonly type: 'agent-activity';
      readonly agent: string;
      readonly attempt: number;
      readonly activity: Activity;
      /** Of one that outlives its supervisor: bytes of its output of which the journal has all up to here. */
      readonly read?: number;
    }
  | {
      readonly type: 'agent-finished';
      readonly agent: string;
      readonly attempt: number;
      readonly verdict: AgentVerdict;
      readonly exitCode?: number;
      readonly signal?: string;
      readonly duration: number;
      readonly reason?: string;
    }
  | {
      readonly type: 'snapshot-taken';
      readonly agent: string;
      readonly ref: string;
      readonly commit: string;
      readonly why: string;
    }
  | {
      readonly type: 'set-aside';
      readonly agent: string;
      readonly ref: string;
      readonly commit: string;
      readonly paths: readonly string[];
      /** `changes` (default): a commit of exactly the foreign changes. `tip`: the branch tip that was replaced. */
      readonly holds?: 'changes' | 'tip';
    }
  | {
      readonly type: 'committed';
      readonly agent: string;
      readonly commit: string;
      /** How many paths differ from the agent's base. */
      readonly files: number;
      readonly complete: boolean;
    }
  | {
      readonly type: 'validated';
      readonly agent: string;
      readonly commit: string;
      readonly verdict: ValidationVerdict;
      readonly reasons: readonly string[];
      readonly report?: string;
    }
  | {
      readonly type: 'integration-started';
      readonly target: string;
      /** The target's commit at the start. */
      readonly from: string;
      readonly strategy: string;
      readonly order: readonly string[];
    }
  | {
      readonly type: 'candidate-merged';
      readonly agent: string;
      /** The tip of the agent's branch that was merged. */
      readonly tip?: string;
      readonly commit: string;
      /** What it was merged on; absent in older journals. */
      readonly on?: string;
      readonly tree: string;
      /** Paths that git could not merge and a structured merge did. */
      readonly resolved: readonly string[];
    }
  | {
      readonly type: 'candidate-checked';
      readonly agent: string;
      readonly commit: string;
      readonly passed: boolean;
      /** The check that did not pass, how it ended in words, and the file with what it printed. */
      readonly check?: string;
      readonly why?: string;
      readonly log?: string;
      readonly duration: number;
    }
  | {
      readonly type: 'ejected';
      readonly agent: string;
      /** The tip of the agent's branch that was refused. */
      readonly tip?: string;
      readonly reason: string;
      /** The whole output of a check that failed. */
      readonly log?: string;
      /** The task that was written for bringing it in; in older journals it stands as the log. */
      readonly handOff?: string;
    }
  | { readonly type: 'target-moved'; readonly target: string; readonly from: string; readonly to: string }
  | {
      readonly type: 'integration-ended';
      readonly outcome: 'complete' | 'partial' | 'nothing';
      readonly merged: readonly string[];
      readonly ejected: readonly string[];
    }
  | { readonly type: 'integration-aborted'; readonly reason: string }
  | {
      readonly type: 'ownership-changed';
      readonly agent: string;
      readonly path: string;
      /** The agent that owned it before. */
      readonly from?: string;
      readonly reason: string;
    }
  | { readonly type: 'ownership-released'; readonly agent: string; readonly path: string; readonly reason: string }
  | ReceiptEvent
  | { readonly type: 'workspace-removed'; readonly agent: string; readonly path: string }
  | {
      readonly type: 'reported';
      readonly agent: string;
      /** What keeps it from going on, or how it gets on. */
      readonly kind: 'progress' | 'blocker';
      readonly text: string;
    }
  /** Somebody has a word for an agent. */
  | { readonly type: 'message-sent'; readonly agent: string; readonly text: string }
  | { readonly type: 'note'; readonly text: string; readonly agent?: string };

/** An event as it stands in the journal. */
export type RunEvent = EventStamp & NewRunEvent;
export type RunEventType = NewRunEvent['type'];
