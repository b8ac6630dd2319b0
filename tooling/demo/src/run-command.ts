import { fileURLToPath } from 'node:url';
import { run } from '@cdev/core/subprocess';

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly duration: number;
}

export interface CommandPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Progress of the command as it comes. */
  readonly onProgress: (line: string) => void;
}

/** Runs the bin that a user gets with the package, with the words a user types. */
export async function runCommand(
  script: string,
  args: readonly string[],
  { cwd, env, signal, onProgress }: CommandPlace,
): Promise<CommandRun> {
  const bin = fileURLToPath(new URL(`bin/cdev-${script}.js`, import.meta.resolve(`@cdev/${script}/package.json`)));
  const result = await run(process.execPath, [bin, ...args], {
    cwd,
    env,
    signal,
    grace: 10_000,
    allowFailure: true,
    onLine: (line, stream) => {
      if (stream === 'stderr') onProgress(line);
    },
  });
  return { exitCode: result.exitCode ?? 130, stdout: result.stdout, duration: result.duration };
}
