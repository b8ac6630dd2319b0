import { availableParallelism } from 'node:os';
import type { RunState } from '@cdev/agent-run';
import type { DependencyChoice } from '@cdev/workspace';
import type { Hooks } from './attempt/tell-hook.ts';
import { errors } from './errors.ts';
import { driverNamed, driverNames, type Driver, type DriverName, type Permissions } from './drivers/index.ts';

/** What the agents are and how they are run. Durations are milliseconds. */
export interface RunOptions {
  readonly driver: DriverName | undefined;
  /** The shell command that is the agent, for the drivers `command` and `acp`. */
  readonly command: string | undefined;
  readonly agentArguments: readonly string[];
  readonly permissions: Permissions;
  /** Default: as many as there are processors, two at least. */
  readonly maxParallel: number | undefined;
  readonly timeLimit: number;
  /** How often one agent is tried in one run. */
  readonly attempts: number;
  /** Before the second attempt; doubled with each further one. */
  readonly backOff: number;
  /** Goes on with the assistant's own conversation where there was an attempt before. */
  readonly sameSession: boolean;
  /** Over all attempts of one agent; undefined for no limit. */
  readonly maxTokens?: number | undefined;
  /** US dollars, likewise. */
  readonly maxCost?: number | undefined;
  /** Uses of a tool in one attempt. */
  readonly maxTurns?: number | undefined;
  /** Shut in: writes nowhere but in its worktree, and without network when that is off. */
  readonly sandbox?: boolean | undefined;
  readonly network?: 'on' | 'off' | undefined;
  /** Commands of the user for what happens to agents. */
  readonly hooks?: Hooks | undefined;
  /** Default `end`. With `continue` agents go on when this process is killed, and the next run listens on. */
  readonly whenSupervisorDies?: 'end' | 'continue' | undefined;
  /** Between two snapshots of an agent at work; 0 for none. */
  readonly snapshotEvery: number;
}

export interface SpawnOptions extends RunOptions {
  /** A plan's id, its issue's id or its file; without it the newest plan. */
  readonly plan: string | undefined;
  /** Run the agents too, and not only make their workspaces. */
  readonly run: boolean;
  /** Run them, going on with a run that is there. */
  readonly resume: boolean;
  readonly only: readonly string[];
  readonly retry: readonly string[];
  /** The branch that integration will move; default: the plan's base branch. */
  readonly target: string | undefined;
  /** The folder for all worktrees. */
  readonly worktrees: string | undefined;
  /** Fill worktrees only with the folders an agent needs. */
  readonly sparse: boolean;
  /** How installed dependencies get into the worktrees. */
  readonly dependencies: DependencyChoice;
  /** A shell command that is run once in each new worktree. */
  readonly setup: string | undefined;
  /** Milliseconds that it may take. */
  readonly setupTimeLimit?: number | undefined;
  /** What has to hold before an agent starts: `file:<path>`, `port`, `port:<number>` or a shell command. */
  readonly ready?: string | undefined;
  /** Milliseconds to wait for that. Default 120,000. */
  readonly readyTimeLimit?: number | undefined;
  /** How many ports in a row each agent gets. Default 1. */
  readonly ports?: number | undefined;
  /** The agents are given to the workers of this engine. */
  readonly engine?: string | undefined;
  /** Name or URL of the git remote that workers share; default `origin`. */
  readonly remote?: string | undefined;
  /** A worker must have all of them. */
  readonly labels?: readonly string[] | undefined;
  readonly isDryRun: boolean;
}

/** How the agents of this run are run. */
export interface RunSettings extends Omit<RunOptions, 'driver' | 'command' | 'maxParallel'> {
  readonly ports?: number | undefined;
  readonly driver: Driver;
  readonly maxParallel: number;
}

/** What an earlier run used, if anything. */
export function lastDriver({ agents }: RunState): DriverName | undefined {
  const used = new Set([...agents.values()].map(({ driver }) => driver));
  return driverNames.find((name) => used.has(name));
}

/**
 * Settings out of options. `last` is the driver of an earlier run, see `lastDriver`.
 * @throws CDEV_E_SPAWN_NO_DRIVER, CDEV_E_SPAWN_COMMAND_MISSING, CDEV_E_SPAWN_COMMAND_UNUSED, CDEV_E_SPAWN_NUMBER_INVALID,
 * CDEV_E_SPAWN_NETWORK_OPEN
 */
export function runSettings(
  options: RunOptions & Pick<SpawnOptions, 'ports'>,
  last: DriverName | undefined,
): RunSettings {
  const { command, attempts, maxParallel = Math.max(2, availableParallelism()) } = options;
  const name = options.driver ?? (command === undefined ? last : 'command');
  if (name === undefined) throw errors.make('CDEV_E_SPAWN_NO_DRIVER');
  const takesCommand = name === 'command' || name === 'acp';
  if (takesCommand && command === undefined) throw errors.make('CDEV_E_SPAWN_COMMAND_MISSING', { driver: name });
  if (!takesCommand && command !== undefined) throw errors.make('CDEV_E_SPAWN_COMMAND_UNUSED', { driver: name });
  if (options.network === 'off' && options.sandbox !== true) throw errors.make('CDEV_E_SPAWN_NETWORK_OPEN');
  requireCount('--max-parallel', maxParallel);
  requireCount('--attempts', attempts);
  if (options.ports !== undefined) requireCount('--ports', options.ports);
  for (const [option, value] of [
    ['--max-tokens', options.maxTokens],
    ['--max-cost', options.maxCost],
    ['--max-turns', options.maxTurns],
  ] as const)
    if (value !== undefined && value <= 0)
      throw errors.make('CDEV_E_SPAWN_BUDGET_INVALID', { option, value: String(value) });
  return { ...options, maxParallel, driver: driverNamed(name, command) };
}

function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 1000)
    throw errors.make('CDEV_E_SPAWN_NUMBER_INVALID', { option, value: String(value) });
}
