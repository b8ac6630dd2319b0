import type { JsonValue } from './small-json.ts';

/** What a submitter and a worker must agree on; a run of a newer one is refused. */
export const protocolVersion = 1;

/** One task as it is submitted. */
export interface TaskDefinition {
  /** Unique in its run: letters, digits, `.`, `_`, `-`, `/`, at most 200. */
  readonly id: string;
  /** Small JSON (64 KiB). What looks like a credential is refused. */
  readonly payload: JsonValue;
  /** Tasks of the same run that must be done before. */
  readonly dependsOn?: readonly string[] | undefined;
  /** A worker must have all of them. */
  readonly labels?: readonly string[] | undefined;
  /** Higher first; −1,000 to 1,000, default 0. Among equals what was claimed before comes before what is new; else the order is not promised. */
  readonly priority?: number | undefined;
  /** Hard limit of one attempt in ms, 100 to 24 hours; default 4 hours. */
  readonly timeLimit?: number | undefined;
  /** Claims that may end without success before the task has failed, 1 to 100; default 3. A release costs none. */
  readonly attempts?: number | undefined;
  /** Wait before the next attempt in ms: `first` doubled each time, up to twice that by chance, never over `most`. Default 1 s, 60 s. */
  readonly backOff?: { readonly first: number; readonly most: number } | undefined;
}

/** `waiting` for others, `ready` to be claimed, `running`, or ended: `done`, `failed`, `cancelled`, `blocked` (one it depends on did not get done). */
export type TaskStatus = 'waiting' | 'ready' | 'running' | 'done' | 'failed' | 'cancelled' | 'blocked';

export interface Worker {
  readonly id: string;
  readonly host: string;
  readonly version: string;
}

/** What names a claim: only the newest attempt of a task is heard. */
export interface ClaimReference {
  readonly run: string;
  readonly task: string;
  /** The fencing number: 1 for the first claim of a task, greater for each later one. */
  readonly attempt: number;
}

export interface Claim extends ClaimReference {
  readonly payload: JsonValue;
  readonly labels: readonly string[];
  /** How many claims are left, this one counted. */
  readonly attemptsLeft: number;
  /** Without a heartbeat until then (ms of the epoch, the engine's clock) the task is given to another. */
  readonly leaseUntil: number;
  /** The attempt is ended then, whatever it does. */
  readonly deadline: number;
}

export type Heartbeat =
  /** `told`: the number of the newest message for this claim; 0: none. */
  | { readonly status: 'held'; readonly leaseUntil: number; readonly told: number }
  /** End the work. `cancelled` by the submitter; `lost` to another claim or to a limit. */
  | { readonly status: 'cancelled' | 'lost' };

/** What somebody has to say to whoever works on a task. Numbers go 1, 2, 3, … for each claim. */
export interface Message {
  readonly number: number;
  /** ms of the epoch, the engine's clock. */
  readonly at: number;
  readonly text: string;
}

/** Why an attempt ended: the worker said so, no heartbeat came, or its time was over. */
export type FailureCause = 'worker' | 'lease' | 'time';

export type FleetEventKind =
  | 'submitted' | 'claimed' | 'said' | 'released' | 'retried' | 'done' | 'failed' | 'cancelled' | 'blocked'; // prettier-ignore

/** What happened to a task. Numbers of a run go 1, 2, 3, … without a gap, in the order in which things took effect. */
export interface FleetEvent {
  readonly run: string;
  readonly number: number;
  /** ms of the epoch, the engine's clock. */
  readonly at: number;
  readonly task: string;
  /** Of which claim; 0 before the first. */
  readonly attempt: number;
  readonly kind: FleetEventKind;
  /** Of `claimed`. */
  readonly worker?: Worker;
  /** Of `said`: what the worker gave to `event`. */
  readonly body?: JsonValue;
  /** Of `done`. */
  readonly result?: JsonValue;
  /** Of `retried` and `failed`. */
  readonly reason?: string;
  readonly cause?: FailureCause;
  /** Of `retried`: not claimed before then. */
  readonly notBefore?: number;
  /** Of `blocked`: the task that it waited for. */
  readonly by?: string;
}

export interface TaskState {
  readonly task: string;
  readonly status: TaskStatus;
  readonly attempt: number;
  readonly labels: readonly string[];
  readonly dependsOn: readonly string[];
  readonly worker?: Worker;
  readonly result?: JsonValue;
  readonly reason?: string;
  readonly cause?: FailureCause;
  readonly by?: string;
}

export interface RunState {
  readonly run: string;
  /** Every task has ended. */
  readonly isSettled: boolean;
  readonly tasks: readonly TaskState[];
}

export interface ClaimOptions {
  readonly worker: Worker;
  readonly labels?: readonly string[] | undefined;
  /** Ends the waiting: the answer is then undefined. */
  readonly signal?: AbortSignal | undefined;
}

/** What an engine is and how fine it measures. */
export interface EngineDescription {
  readonly kind: string;
  /** For messages; never holds a password. */
  readonly place: string;
  /** ms without a heartbeat after which a claim is lost. */
  readonly lease: number;
  /** ms between heartbeats that a worker should keep. */
  readonly heartbeatEvery: number;
  /** Time limits and back-offs are rounded up to a multiple of it, in ms. */
  readonly resolution: number;
}

/** Tasks for workers. Every call may be made from several processes at once; none but `claim`, `watch` waits. */
export interface FleetEngine {
  readonly description: EngineDescription;

  /** Submits a whole run. The same again changes nothing; other tasks under its name are refused. */
  submit(submission: {
    readonly run: string;
    readonly tasks: readonly TaskDefinition[];
  }): Promise<{ readonly added: number }>;
  /** Ends tasks that have not ended; without `tasks` all of the run. What depends on them is blocked. Gives those that it ended. */
  cancel(run: string, tasks?: readonly string[]): Promise<readonly string[]>;
  state(run: string): Promise<RunState>;
  /** Says something to whoever holds a task, and to no later claim of it; gives the message's number. Refused when nobody holds it, and what looks like a credential. */
  tell(run: string, task: string, text: string): Promise<number>;
  /** Removes a run of which every task has ended, with its events. False when there is none; one that is open is refused. */
  forget(run: string): Promise<boolean>;
  /** Events with a number above `from` (default 0), past and coming; ends when the run has settled and all were given, or by `signal`. */
  watch(
    run: string,
    options?: { readonly from?: number | undefined; readonly signal?: AbortSignal | undefined },
  ): AsyncIterable<FleetEvent>;

  /** Waits for a task that this worker may take. Undefined after `signal` or `drain`. */
  claim(options: ClaimOptions): Promise<Claim | undefined>;
  heartbeat(claim: ClaimReference): Promise<Heartbeat>;
  /** The messages for this claim with a number above `after` (default 0); a heartbeat says up to which there are some. */
  messages(claim: ClaimReference, after?: number): Promise<readonly Message[]>;
  /** Appends an event; gives its number. */
  event(claim: ClaimReference, body: JsonValue): Promise<number>;
  /** The same result a second time (after an answer that got lost) is accepted. */
  complete(claim: ClaimReference, result?: JsonValue): Promise<void>;
  /** Ends the attempt; with `retry` (default true) the task is tried again as long as attempts are left. */
  fail(
    claim: ClaimReference,
    failure: { readonly reason: string; readonly retry?: boolean | undefined },
  ): Promise<void>;
  /** Gives the task back without costing an attempt. */
  release(claim: ClaimReference): Promise<void>;
  /** From now on `claim` gives nothing, also where it waits already. What is held stays held. */
  drain(): void;
  /** The same for a worker of any process, by its id: its next wish for a task ends with undefined. */
  dismiss(worker: string): Promise<void>;

  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
