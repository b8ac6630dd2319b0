import type { JsonValue, TaskDefinition } from '@cdev/agent-fleet';
import type { NewRunEvent } from '@cdev/agent-run';
import type { DriverName, Permissions } from '../drivers/index.ts';
import type { WorkspaceOptions } from '../workspaces/prepare-one.ts';

/** What a worker is told of one agent. Commits are at the git remote; nothing in it is a credential. Durations are milliseconds. */
export interface FleetTask {
  readonly plan: string;
  readonly agent: string;
  /** Its tree holds the plan; its parents are the base of the run and all else that the agents of this run start from. */
  readonly brief: { readonly ref: string; readonly commit: string };
  readonly target: string;
  /** Where the agent's own work begins, before what it depends on has come in. */
  readonly base: string;
  /** Where its branch begins, when it has work already; else `base`. */
  readonly start?: string;
  /** What its branch is at, at the remote; absent: not there. */
  readonly from?: string;
  /** Work in no commit that it goes on from. */
  readonly snapshot?: string;
  /** The agents of this run that it depends on. */
  readonly dependsOn: readonly string[];
  /** Of agents that it depends on and that are not in this run: the commits of their work. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** Before this run. */
  readonly attemptsBefore: number;
  readonly used: { readonly tokens: number; readonly cost: number };
  readonly feedback?: string;
  /** How many attempts may end without success by the agent's own doing. */
  readonly attempts: number;
  /** Before the second attempt; doubled with each further one. */
  readonly backOff: number;
  readonly driver: {
    readonly name: DriverName;
    readonly command?: string;
    readonly arguments: readonly string[];
    readonly permissions: Permissions;
  };
  readonly limits: {
    readonly time: number;
    readonly tokens?: number;
    readonly cost?: number;
    readonly turns?: number;
    readonly snapshotEvery: number;
  };
  readonly sandbox: boolean;
  readonly network: 'on' | 'off';
  readonly workspace: WorkspaceOptions;
}

/** What a worker says with the end of a task. */
export interface FleetResult {
  readonly commit: string;
  /** As the journal of the worker has them; absent when the work was promoted by an attempt that could not say so any more. */
  readonly finished?: Extract<NewRunEvent, { type: 'agent-finished' }>;
  readonly committed?: Extract<NewRunEvent, { type: 'committed' }>;
}

/** What a worker says of an agent at work. */
export interface FleetWord {
  readonly host: string;
  readonly events: readonly NewRunEvent[];
  /** Lines of the attempt's log, from the line `from` on, the first being 0. */
  readonly log?: { readonly attempt: number; readonly from: number; readonly lines: readonly string[] };
}

/** Claims that may be lost with their worker, beside those that the agent may fail by itself. */
const lostWorkers = 3;
/** Milliseconds that a worker has beside the agent's own time: to clone, to set up, to push. */
const aside = 30 * 60_000;
const day = 24 * 60 * 60_000;

/** The task as the engine takes it. */
export function taskDefinition(
  task: FleetTask,
  {
    checks,
    ...rest
  }: Pick<TaskDefinition, 'dependsOn' | 'labels' | 'priority'> & {
    /** Milliseconds that its checks may take. */
    readonly checks: number;
  },
): TaskDefinition {
  return {
    id: task.agent,
    payload: task as unknown as JsonValue,
    ...rest,
    timeLimit: Math.min(day, task.limits.time + (task.workspace.setupTimeLimit ?? 0) + checks + aside),
    attempts: task.attempts + lostWorkers,
    backOff: { first: Math.min(task.backOff, day), most: Math.min(day, Math.max(task.backOff, 60_000)) },
  };
}

/** A payload as this version writes it; what a newer one writes is refused by the engine before it comes here. Undefined for any other. */
export function readTask(payload: JsonValue): FleetTask | undefined {
  const { plan, agent, brief, driver, limits } = (payload ?? {}) as Partial<FleetTask>;
  const isTask = typeof plan === 'string' && typeof agent === 'string' && typeof brief?.commit === 'string';
  return isTask && typeof driver?.name === 'string' && limits !== undefined
    ? (payload as unknown as FleetTask)
    : undefined;
}
