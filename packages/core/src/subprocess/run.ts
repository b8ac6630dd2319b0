import type { ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { redact, stripControl } from '../log/redact.ts';
import { answerByShell, type Question } from './answer-by-shell.ts';
import { announceChild } from './bind-lifetime.ts';
import { boundedText, type BoundedText } from './bounded-text.ts';
import { errors } from './errors.ts';
import { lineSplitter } from './line-splitter.ts';
import { endGroup, endLeftBehind } from './process-group.ts';
import { quoteForShell } from './quote-for-shell.ts';
import { spawnPlain, type Ended, type Started } from './spawn-plain.ts';

export type OutputStream = 'stdout' | 'stderr';

export interface RunOptions {
  readonly cwd: string;
  /** Added to the environment of this process; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** The program sees `env` alone, nothing of the environment of this process but, where it is bound, whose it is. Default false. */
  readonly isolatedEnv?: boolean | undefined;
  /** Written to stdin, which is closed after it. Without it stdin is empty. */
  readonly input?: string | Uint8Array | undefined;
  /** Keeps stdin open and hands it over, for programs that are talked with. */
  readonly onStdin?: ((stdin: Writable) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds until the whole process group is ended. */
  readonly timeLimit?: number | undefined;
  /** Milliseconds between the polite and the forced end of the group. Default 2,000. */
  readonly grace?: number | undefined;
  /** Bytes kept of each stream; the first quarter and the tail stay. Default 10 MB. */
  readonly maxOutput?: number | undefined;
  /** Each whole line as it comes, redacted. */
  readonly onLine?: ((line: string, stream: OutputStream) => void) | undefined;
  /** Each whole line as it comes, not redacted: for a caller that takes the text apart and redacts what it gives on. */
  readonly onRawLine?: ((line: string, stream: OutputStream) => void) | undefined;
  /** The process group's id, as soon as there is one. */
  readonly onStart?: ((groupId: number) => void) | undefined;
  /** Values that must not appear in any text that comes back. */
  readonly secrets?: readonly string[] | undefined;
  /** Give the result back instead of throwing when the program fails or runs out of time. */
  readonly allowFailure?: boolean | undefined;
  /**
   * `bound` (default): the group is ended when this process goes, even by SIGKILL. `free`: it may finish by itself; for short
   * programs that hold locks, such as git, where a kill in the middle leaves a lock file behind.
   */
  readonly lifetime?: 'bound' | 'free' | undefined;
  /**
   * What becomes of processes that the program leaves in its group when it goes: `wait` (default) until they close its output,
   * `end` them, politely and then by force, or `keep` them: the caller ends them by `endProcessGroup` with the id of `onStart`.
   */
  readonly leftBehind?: 'wait' | 'end' | 'keep' | undefined;
  /**
   * It is short, and does no harm and tells the same when it is run again. With `lifetime: 'free'`, and where nothing but its end is waited for, it may be
   * started in a cheaper way, in no process group of its own. Default false.
   */
  readonly isRepeatable?: boolean | undefined;
}

export interface RunResult {
  /** For messages: file and arguments, redacted. */
  readonly command: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as it came, for binary output. Not redacted. */
  readonly stdoutBytes: Buffer;
  /** True when the middle of a stream was left out. */
  readonly truncated: boolean;
  readonly timedOut: boolean;
  readonly ok: boolean;
  /** Milliseconds. */
  readonly duration: number;
}

/**
 * Runs a program in its own process group, without a shell, and waits for it and its output.
 * @throws CDEV_E_SUBPROCESS_NOT_STARTED, _FAILED, _TIMED_OUT (unless `allowFailure`), _CANCELLED.
 */
export async function run(file: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { secrets = [], maxOutput = 10_000_000, grace = 2000, signal, timeLimit, onLine } = options;
  const command = redact([file, ...args].map(quoteForShell).join(' '), secrets);
  if (signal?.aborted) throw errors.make('CDEV_E_SUBPROCESS_CANCELLED', { command });
  const started = uptime();
  const answer = isAskedAlone(options) ? await answerByShell(file, args, questionOf(options, grace)) : undefined;
  if (answer?.isCanceled) throw errors.make('CDEV_E_SUBPROCESS_CANCELLED', { command });
  if (answer) {
    const [stdout, stderr] = [whole(answer.stdout, maxOutput), whole(answer.stderr, maxOutput)];
    const ended = { exitCode: answer.exitCode, timedOut: false, isCanceled: false };
    return judged(resultOf(ended, { command, started, secrets, stdout, stderr }), options);
  }
  const announced = options.lifetime === 'free' ? undefined : announceChild();
  const env = { ...options.env, ...announced?.env };
  let child: Started;
  try {
    child = isPlain(options)
      ? spawnPlain(file, args, { ...options, env, grace, keepsStdin: options.onStdin !== undefined })
      : await start(file, args, { ...options, env, grace });
  } catch (error) {
    announced?.bind(undefined);
    throw error;
  }
  const release = announced?.bind(child.pid) ?? (() => {});
  let leftBehind = Promise.resolve();
  if (options.leftBehind === 'end')
    child.nodeChildProcess?.once('exit', () => {
      leftBehind = endLeftBehind(child.pid, grace);
    });
  if (child.pid !== undefined) options.onStart?.(child.pid);
  if (options.onStdin && child.stdin) handOver(child.stdin, options.onStdin);
  const tell = (stream: OutputStream) => {
    if (!onLine && !options.onRawLine) return undefined;
    return (line: string): void => {
      options.onRawLine?.(line, stream);
      onLine?.(redact(line, secrets), stream);
    };
  };
  const stdout = collect(child.stdout, maxOutput, tell('stdout'));
  const stderr = collect(child.stderr, maxOutput, tell('stderr'));
  const isEnding = (): boolean =>
    signal?.aborted === true || (timeLimit !== undefined && uptime() - started >= timeLimit);
  const ended: Ended = await (options.leftBehind === 'keep' && child.nodeChildProcess !== undefined
    ? Promise.race([child.ended, goneAlone(child.nodeChildProcess, isEnding)])
    : child.ended);
  await leftBehind;
  // A grandchild that ignored the polite signal must not outlive an ended run.
  if (ended.timedOut || ended.isCanceled) endGroup(child.pid);
  if (options.leftBehind === 'keep') void child.ended.finally(release);
  else release();
  if (ended.isCanceled) throw errors.make('CDEV_E_SUBPROCESS_CANCELLED', { command });
  if (ended.exitCode === undefined && ended.signal === undefined && !ended.timedOut) {
    const reason = redact(ended.originalMessage ?? ended.shortMessage ?? 'unknown reason', secrets);
    throw errors.make('CDEV_E_SUBPROCESS_NOT_STARTED', { command, reason }, { cause: ended.cause });
  }
  return judged(resultOf(ended, { command, started, secrets, stdout, stderr }), options);
}

interface Gathered {
  readonly command: string;
  /** As of `uptime`. */
  readonly started: number;
  readonly secrets: readonly string[];
  readonly stdout: BoundedText;
  readonly stderr: BoundedText;
}

function resultOf(ended: Ended, { command, started, secrets, stdout, stderr }: Gathered): RunResult {
  const outBytes = stdout.bytes();
  const outText = cleanText(outBytes, secrets);
  const errorText = cleanText(stderr.bytes(), secrets);
  return {
    command,
    exitCode: ended.exitCode,
    signal: ended.signal,
    get stdout() {
      return outText();
    },
    get stderr() {
      return errorText();
    },
    stdoutBytes: outBytes,
    truncated: stdout.droppedBytes() + stderr.droppedBytes() > 0,
    timedOut: ended.timedOut,
    ok: ended.exitCode === 0,
    duration: uptime() - started,
  };
}

function judged(result: RunResult, { allowFailure, timeLimit, cwd }: RunOptions): RunResult {
  if (!result.ok && allowFailure !== true) throw failure(result, timeLimit, cwd);
  return result;
}

/** Milliseconds. Not `performance.now`, which is loaded when it is first asked for. */
function uptime(): number {
  return process.uptime() * 1000;
}

function stdinOf({
  input,
  onStdin,
}: Pick<RunOptions, 'input' | 'onStdin'>): { stdin: 'pipe' | 'ignore' } | { input: string | Uint8Array } {
  if (onStdin) return { stdin: 'pipe' };
  return input === undefined ? { stdin: 'ignore' } : { input };
}

/** A program that has closed its stdin, or has gone, is told by its end. */
function handOver(stdin: Writable, onStdin: (stdin: Writable) => void): void {
  stdin.on('error', () => {});
  onStdin(stdin);
}

/** By execa, which knows how programs are started everywhere, and takes a while to load. */
async function start(
  file: string,
  args: readonly string[],
  { cwd, env, isolatedEnv, grace, signal, timeLimit, ...options }: RunOptions,
): Promise<Started> {
  const { execa } = await import('execa');
  const child = execa(file, args, {
    cwd,
    // execa drops variables that are undefined, which is how a caller removes one.
    env: env as Record<string, string>,
    extendEnv: isolatedEnv !== true,
    ...stdinOf(options),
    buffer: false,
    reject: false,
    stripFinalNewline: false,
    killDescendants: true,
    ...(grace !== undefined && { forceKillAfterDelay: grace }),
    ...(signal && { cancelSignal: signal }),
    ...(timeLimit !== undefined && { timeout: timeLimit }),
  });
  const { pid, stdin, stdout, stderr, nodeChildProcess } = child;
  return { pid, stdin, stdout, stderr, nodeChildProcess, ended: child };
}

/**
 * What asks for nothing that the runtime itself does not do, as git does hundreds of times: it is spared the loading of execa.
 * On Windows a program may be a script that only execa finds.
 */
function isPlain({ lifetime, timeLimit, leftBehind }: RunOptions): boolean {
  return lifetime === 'free' && timeLimit === undefined && leftBehind === undefined && process.platform !== 'win32';
}

/** Whether only the end and the whole output of a program are waited for, which may be started a second time. */
function isAskedAlone(options: RunOptions): boolean {
  const { isRepeatable = false, onStdin, onLine, onRawLine, onStart } = options;
  return isRepeatable && isPlain(options) && [onStdin, onLine, onRawLine, onStart].every((each) => each === undefined);
}

function questionOf({ cwd, env, isolatedEnv, input, signal }: RunOptions, grace: number): Question {
  return { cwd, env: isolatedEnv === true ? { ...env } : { ...process.env, ...env }, input, signal, grace };
}

/** The program's own end, with a moment for the output it still has in the pipe; what it left behind may go on writing. */
function goneAlone(nodeChildProcess: ChildProcess, isEnding: () => boolean): Promise<Ended> {
  return new Promise((resolve) => {
    nodeChildProcess.once('exit', (exitCode, signal) => {
      // When it is being ended, its whole group is, and that is waited for.
      if (isEnding()) return;
      const ended = {
        exitCode: exitCode ?? undefined,
        signal: signal ?? undefined,
        timedOut: false,
        isCanceled: false,
      };
      setTimeout(() => resolve(ended), 100);
    });
  });
}

function failure(result: RunResult, timeLimit: number | undefined, folder: string): Error {
  const { command } = result;
  if (result.timedOut)
    return errors.make('CDEV_E_SUBPROCESS_TIMED_OUT', { command, limit: `${(timeLimit ?? 0) / 1000} s` });
  const outcome =
    result.signal === undefined ? `failed with exit code ${result.exitCode}` : `was ended by ${result.signal}`;
  const output = lastLines(stripControl(result.stderr.trim() === '' ? result.stdout : result.stderr), 20);
  return errors.make('CDEV_E_SUBPROCESS_FAILED', { command, outcome, output, folder });
}

/** Redacted when it is first asked for: who reads bytes, of a whole history perhaps, need not wait for a text that nobody reads. */
function cleanText(bytes: Buffer, secrets: readonly string[]): () => string {
  let text: string | undefined;
  return () => (text ??= redact(bytes.toString('utf8'), secrets));
}

function whole(output: Buffer, maxOutput: number): BoundedText {
  const text = boundedText(maxOutput);
  text.add(output);
  return text;
}

function collect(
  stream: NodeJS.ReadableStream | null,
  maxOutput: number,
  onLine: ((line: string) => void) | undefined,
): BoundedText {
  const text = boundedText(maxOutput);
  const lines = onLine && lineSplitter(onLine);
  stream?.on('data', (chunk: Buffer) => {
    text.add(chunk);
    lines?.add(chunk);
  });
  stream?.on('end', () => lines?.end());
  return text;
}

function lastLines(text: string, count: number): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}
