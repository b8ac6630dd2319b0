import { isCdevError } from '@cdev/core/errors';
import { stripControl } from '@cdev/core/log';
import { run } from '@cdev/core/subprocess';

/**
 * How a program started:
 * - `ok`: it ended with 0.
 * - `refused`: it ended with another code, in its own words: it runs, but not with these arguments.
 * - `kept running`: it was still there at the time limit and was ended with all it had started; a server, or one that waits.
 * - `crashed`: an error that nobody caught, or a signal.
 * - `not started`: the system could not start it: no such file, not executable, an interpreter that is not there.
 */
export type StartOutcome = 'ok' | 'refused' | 'kept running' | 'crashed' | 'not started';

export interface ProgramStart {
  readonly outcome: StartOutcome;
  /** Why, in one line; empty for `ok`. */
  readonly reason: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds. */
  readonly duration: number;
}

export interface StartProgramOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

const maxOutput = 200_000;

/**
 * Starts a program with empty stdin and waits for its end, at most for the time limit; its process group ends with it.
 * @throws CDEV_E_SUBPROCESS_CANCELLED
 */
export async function startProgram(
  file: string,
  args: readonly string[],
  { cwd, env, timeLimit, signal }: StartProgramOptions,
): Promise<ProgramStart> {
  try {
    const ended = await run(file, args, {
      cwd,
      env,
      isolatedEnv: true,
      signal,
      timeLimit,
      grace: 500,
      maxOutput,
      allowFailure: true,
      leftBehind: 'end',
    });
    const [stdout, stderr] = [stripControl(ended.stdout), stripControl(ended.stderr)];
    const { exitCode, duration } = ended;
    return { ...judged({ ...ended, stderr, stdout }), exitCode, signal: ended.signal, stdout, stderr, duration };
  } catch (error) {
    if (!isCdevError(error, 'CDEV_E_SUBPROCESS_NOT_STARTED')) throw error;
    const reason = error.message.replace(/^.* could not be started: /, '');
    return {
      outcome: 'not started',
      reason,
      exitCode: undefined,
      signal: undefined,
      stdout: '',
      stderr: '',
      duration: 0,
    };
  }
}

interface Ended {
  readonly timedOut: boolean;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function judged({ timedOut, exitCode, signal, stderr, stdout }: Ended): Pick<ProgramStart, 'outcome' | 'reason'> {
  if (timedOut) return { outcome: 'kept running', reason: 'it was still running at the time limit' };
  if (exitCode === 0) return { outcome: 'ok', reason: '' };
  // What `env` and the shell say of an interpreter that is not there, above all of "node\r".
  if (exitCode === 126 || exitCode === 127)
    return { outcome: 'not started', reason: firstLine(stderr) || `exit code ${exitCode}` };
  const uncaught = uncaughtError(stderr);
  if (uncaught !== undefined) return { outcome: 'crashed', reason: uncaught };
  if (signal !== undefined) return { outcome: 'crashed', reason: `it was ended by ${signal}` };
  return { outcome: 'refused', reason: firstLine(stderr) || firstLine(stdout) || `exit code ${exitCode}` };
}

/** Node ends an uncaught error with its version; before it stands the error, after the line of code and a caret. */
export function uncaughtError(stderr: string): string | undefined {
  if (!/^Node\.js v\d+\.\d+\.\d+/m.test(stderr)) return undefined;
  const lines = stderr.split('\n');
  const named = lines.find((line) => /^(?:Uncaught )?(?:\w+ )?\[?\w*(?:Error|Exception)\b.*/.test(line));
  return (named ?? firstLine(stderr)).trim();
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.trim() ?? ''
  );
}
