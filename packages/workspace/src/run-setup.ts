import { isCdevError } from '@cdev/core/errors';
import type { Log } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';
import { errors } from './errors.ts';
import { shellCommand } from './shell-command.ts';

export interface SetupOptions {
  /** The worktree's top folder. */
  readonly path: string;
  readonly commands: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds that each of them may take. Default: no limit. */
  readonly timeLimit?: number | undefined;
  /** Gets every line that they print. */
  readonly onLine?: ((line: string) => void) | undefined;
  /**
   * Gets the process group of each command, and what a command leaves in it goes on: the caller ends it by `endProcessGroup`. Without it
   * a command has ended only when all that it started has.
   */
  readonly onGroup?: ((group: number) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly log: Log;
}

export interface SetupRun {
  readonly command: string;
  /** Milliseconds. */
  readonly duration: number;
}

/** Runs the commands by the shell, one after the other, and stops at the first that fails. @throws CDEV_E_WORKSPACE_SETUP_FAILED. */
export async function runSetup({
  path,
  commands,
  env,
  timeLimit,
  onLine,
  onGroup,
  signal,
  log,
}: SetupOptions): Promise<SetupRun[]> {
  const runs: SetupRun[] = [];
  for (const command of commands) {
    log.info('Running a setup command', { command, path });
    onLine?.(`$ ${command}`);
    const { file, args } = shellCommand(command);
    const leftBehind = onGroup === undefined ? 'wait' : 'keep';
    try {
      const { duration } = await run(file, args, {
        cwd: path,
        env,
        timeLimit,
        onLine,
        signal,
        leftBehind,
        ...(onGroup && { onStart: onGroup }),
      });
      runs.push({ command, duration });
    } catch (error) {
      if (!isCdevError(error) || error.kind === 'interrupted') throw error;
      throw errors.make('CDEV_E_WORKSPACE_SETUP_FAILED', { path, command, reason: error.message }, { cause: error });
    }
  }
  return runs;
}
