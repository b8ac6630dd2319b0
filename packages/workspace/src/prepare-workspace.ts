import { endProcessGroup } from '@cdev/core/subprocess';
import { silentLog, type Log } from '@cdev/core/log';
import { listWorktrees, type Repository } from '@cdev/git';
import { canonicalPath } from './canonical-path.ts';
import { carryFiles } from './carry-files.ts';
import {
  prepareDependencies,
  type DependencyChoice,
  type PreparedDependencies,
} from './dependencies/prepare-dependencies.ts';
import { readyMarker } from './ready-marker.ts';
import { runSetup, type SetupRun } from './run-setup.ts';

export interface PrepareWorkspaceOptions {
  /** The repository; its main working tree is what is copied from. */
  readonly repository: Repository;
  /** Absolute path of the worktree to prepare. */
  readonly path: string;
  /** Ignored files to copy, in gitignore syntax, beside `.env*` and the lines of `.worktreeinclude`. */
  readonly copy?: readonly string[] | undefined;
  /** How installed dependencies get there. Default `auto`. */
  readonly dependencies?: DependencyChoice | undefined;
  /** Shell commands run in the worktree's top afterwards, in order. */
  readonly setup?: readonly string[] | undefined;
  /** Milliseconds that each of them may take. */
  readonly setupTimeLimit?: number | undefined;
  /**
   * What has to hold before the workspace is ready (see `readyMarker`). With it a setup command may end and leave a server at work, until
   * `endLeftBehind` is called.
   */
  readonly ready?: string | undefined;
  /** Milliseconds to wait for that after the setup commands. Default 120,000. */
  readonly readyTimeLimit?: number | undefined;
  /** Gets every line that they print. */
  readonly onSetupLine?: ((line: string) => void) | undefined;
  /** Added to the environment of package managers and setup commands. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log?: Log | undefined;
}

export interface PreparedWorkspace {
  /** Files copied, repository-relative, sorted. */
  readonly copied: readonly string[];
  readonly dependencies: PreparedDependencies;
  readonly setup: readonly SetupRun[];
  /** Ends what the setup commands left at work. */
  readonly endLeftBehind: () => Promise<void>;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Gives a worktree what git does not carry: ignored files such as `.env`, installed dependencies, and what the setup commands make.
 * Nothing that is already there is overwritten, and a copy that was cut off is made anew, so it can be run again.
 * @throws CDEV_E_WORKSPACE_INSTALL_FAILED, CDEV_E_WORKSPACE_NO_LOCK_FILE, CDEV_E_WORKSPACE_SETUP_FAILED, CDEV_E_WORKSPACE_NOT_READY,
 * CDEV_E_WORKSPACE_READY_UNKNOWN, CDEV_E_SUBPROCESS_TOOL_MISSING.
 */
export async function prepareWorkspace(options: PrepareWorkspaceOptions): Promise<PreparedWorkspace> {
  const started = performance.now();
  const { repository, copy = [], dependencies: choice = 'auto', env, signal, log = silentLog } = options;
  const to = await canonicalPath(options.path);
  const main = (await listWorktrees(repository))[0];
  const from = main === undefined || main.isBare || main.path === to ? undefined : main.path;
  const copied = from === undefined ? [] : await carryFiles({ from, to, patterns: copy, signal, log });
  const dependencies = await prepareDependencies({ from, to, choice, env, signal, log });
  const { runs, endLeftBehind } = await setUp(to, options, log);
  return { copied, dependencies, setup: runs, endLeftBehind, duration: performance.now() - started };
}

async function setUp(
  path: string,
  options: PrepareWorkspaceOptions,
  log: Log,
): Promise<{ readonly runs: readonly SetupRun[]; readonly endLeftBehind: () => Promise<void> }> {
  const { setup = [], setupTimeLimit, onSetupLine: onLine, ready, readyTimeLimit = 120_000, env, signal } = options;
  const common = { path, env, signal };
  const marker = ready === undefined ? undefined : await readyMarker(ready, { ...common, timeLimit: readyTimeLimit });
  const groups: number[] = [];
  const endLeftBehind = async (): Promise<void> => {
    await Promise.all(groups.splice(0).map((group) => endProcessGroup(group)));
  };
  const onGroup = marker && ((group: number): void => void groups.push(group));
  try {
    const runs = await runSetup({ ...common, commands: setup, timeLimit: setupTimeLimit, onLine, onGroup, log });
    await marker?.wait();
    return { runs, endLeftBehind };
  } catch (error) {
    await endLeftBehind();
    throw error;
  }
}
