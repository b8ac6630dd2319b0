import type {
  Claim,
  ClaimReference,
  EngineDescription,
  FleetEvent,
  Heartbeat,
  Message,
  RunState,
  Worker,
} from '../fleet-engine.ts';
import type { PlannedTask } from '../task-graph.ts';

/**
 * What an engine keeps and how it changes: everything but waiting. Each call is one step that took effect whole or not at all.
 * Texts named `body`, `result` are JSON; what comes in has been looked over.
 */
export interface FleetStore {
  readonly description: EngineDescription;
  submit(run: string, tasks: readonly PlannedTask[]): Promise<number>;
  cancel(run: string, tasks: readonly string[] | undefined): Promise<readonly string[]>;
  state(run: string): Promise<RunState>;
  isSettled(run: string): Promise<boolean>;
  /** In order, the numbers after `after`. */
  events(run: string, after: number, most: number): Promise<readonly FleetEvent[]>;
  forget(run: string): Promise<boolean>;
  /** `dismissed`: this worker is to take nothing more. */
  tryClaim(worker: Worker, labels: readonly string[]): Promise<Claim | 'dismissed' | undefined>;
  dismiss(worker: string): Promise<void>;
  heartbeat(claim: ClaimReference): Promise<Heartbeat>;
  /** `key` is unique: the same again is not said again, and gives the number that it has. */
  tell(run: string, task: string, text: string, key: string): Promise<number>;
  messages(claim: ClaimReference, after: number): Promise<readonly Message[]>;
  /** `key` is unique: the same again is not appended again. */
  say(claim: ClaimReference, body: string, key: string): Promise<number>;
  complete(claim: ClaimReference, result: string): Promise<void>;
  fail(claim: ClaimReference, reason: string, retry: boolean): Promise<void>;
  release(claim: ClaimReference): Promise<void>;
  /** Until something may have changed, in that run or (without one) in what can be claimed; at the latest when a look is due all the same. */
  changed(signal: AbortSignal, run?: string): Promise<void>;
  close(): Promise<void>;
}
