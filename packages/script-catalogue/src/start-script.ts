import { run } from '@cdev/core/subprocess';

/** A script that can be started, and where. */
export interface Startable {
  /** The file of the bin. */
  readonly bin: string;
  /** The Node that runs it. */
  readonly node: string;
  /** Before the bin. Default none. */
  readonly nodeOptions?: readonly string[] | undefined;
  /** An empty folder. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

export interface Start {
  readonly exitCode: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly duration: number;
  /** How it ended when it did not end by itself. */
  readonly brokenOff?: string;
}

/** Starts the bin; anything it does is an answer. */
export async function startScript(
  { bin, node, nodeOptions = [], cwd, env, timeLimit, signal }: Startable,
  args: readonly string[],
  stdin?: string,
): Promise<Start> {
  const {
    exitCode,
    stdout,
    stderr,
    duration,
    timedOut,
    signal: killedBy,
  } = await run(node, [...nodeOptions, bin, ...args], {
    cwd,
    env,
    signal,
    timeLimit,
    allowFailure: true,
    leftBehind: 'end',
    maxOutput: 1_000_000,
    input: stdin,
  });
  const brokenOff = timedOut
    ? `it did not end within ${Math.round(timeLimit / 1000)} s`
    : killedBy === undefined
      ? undefined
      : `it was ended by ${killedBy}`;
  return { exitCode, stdout, stderr, duration, ...(brokenOff !== undefined && { brokenOff }) };
}

/** The last line of what it wrote that says something. */
export function lastWords({ stdout, stderr }: Pick<Start, 'stdout' | 'stderr'>): string {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => /\w/.test(line));
  const telling = lines.find((line) => /^\s*(?:✗|\w*Error\b|error:)/.test(line)) ?? lines.at(-1) ?? '';
  return telling.trim().slice(0, 200);
}
