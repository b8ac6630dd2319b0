import type { Writable } from 'node:stream';
import { quoteForShell, run } from '@cdev/core/subprocess';

export interface ForkServerOptions {
  readonly cwd: string;
  /** Added to the environment of this process; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Ends the programs that run, politely. */
  readonly signal?: AbortSignal | undefined;
}

export interface ForkedProgram {
  readonly cwd: string;
  /** Holds, from the program's start on, its process id and start time as in proc_pid_stat(5), with a blank between. */
  readonly pidFile: string;
}

/** At its end it waits for the programs that run. */
export interface ForkServer extends AsyncDisposable {
  /**
   * Whether the program ended with 0. False tells nothing about why: it may not have been started, and it may still run when the server itself was
   * killed. Its output is not kept, its stdin is empty.
   */
  succeeds(file: string, args: readonly string[], program: ForkedProgram): Promise<boolean>;
}

/**
 * Starts many short programs from a small shell. On Linux a fork of a Node process copies the tables of all its memory while nothing else
 * of it runs: 6 to 11 milliseconds for each program, where the fork of a shell takes less than one. (Elsewhere undefined: macOS starts
 * programs without a fork.) What runs goes on to its end when this process is killed.
 */
export function forkServer({ cwd, env, signal }: ForkServerOptions): ForkServer | undefined {
  if (process.platform !== 'linux') return undefined;
  const waiting = new Map<number, (hasSucceeded: boolean) => void>();
  let stdin: Writable | undefined;
  let isGone = false;
  const shell = run('/bin/sh', [], {
    cwd,
    env,
    signal,
    lifetime: 'free',
    allowFailure: true,
    maxOutput: 4096,
    onStdin: (opened) => (stdin = opened),
    onRawLine: (line) => {
      const [id = 0, exitCode] = line.split(' ').map(Number);
      waiting.get(id)?.(exitCode === 0);
      waiting.delete(id);
    },
  });
  const giveUp = (): void => {
    isGone = true;
    for (const answer of waiting.values()) answer(false);
    waiting.clear();
  };
  const gone = shell.then(giveUp, giveUp);
  let started = 0;
  return {
    succeeds(file, args, { cwd: folder, pidFile }) {
      if (isGone || signal?.aborted === true) return Promise.resolve(false);
      const id = (started += 1);
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        stdin?.write(`${script([file, ...args], { id, folder, pidFile })}\n`);
      });
    },
    async [Symbol.asyncDispose]() {
      stdin?.end('wait\n');
      await gone;
    },
  };
}

/** In the background, so that several run at once. Without its folder the program is not started. */
function script(
  words: readonly string[],
  { id, folder, pidFile }: { readonly id: number; readonly folder: string; readonly pidFile: string },
): string {
  const program = `cd ${quoteForShell(folder)} && exec ${words.map(quoteForShell).join(' ')}`;
  // Field 22, counted from the third: the name before it may hold blanks.
  const note = `read -r stat </proc/$!/stat && set -- \${stat##*) } && printf '%s %s' $! \${20} >${quoteForShell(pidFile)}`;
  return `{ { ${program}; } </dev/null >/dev/null 2>&1 & ${note}; wait $!; echo ${id} $?; } &`;
}
