import { stripControl } from '../log/redact.ts';
import { isCdevError } from '../errors/index.ts';
import { errors } from './errors.ts';
import { run } from './run.ts';

export interface RequireToolOptions {
  readonly cwd: string;
  /** What the user does to get it: one sentence with the command. */
  readonly hint: string;
  /** Default `['--version']`. */
  readonly versionArgs?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
}

/**
 * The first line that the tool prints of its version.
 * @throws CDEV_E_SUBPROCESS_TOOL_MISSING with the hint as the step to take.
 */
export async function requireTool(tool: string, options: RequireToolOptions): Promise<string> {
  const { cwd, hint, versionArgs = ['--version'], env, signal } = options;
  try {
    const { stdout, stderr } = await run(tool, versionArgs, {
      cwd,
      env,
      signal,
      timeLimit: 20_000,
      allowFailure: true,
    });
    return (
      stripControl(stdout.trim() === '' ? stderr : stdout)
        .trim()
        .split('\n')[0] ?? ''
    );
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw error;
    throw errors.make('CDEV_E_SUBPROCESS_TOOL_MISSING', { tool, hint }, { cause: error });
  }
}
