import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { endGroup } from './process-group.ts';

/** How a program ended. Without exit code and signal it was not started. */
export interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly timedOut: boolean;
  readonly isCanceled: boolean;
  readonly originalMessage?: string | undefined;
  readonly shortMessage?: string | undefined;
  readonly cause?: unknown;
}

export interface PlainOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly isolatedEnv?: boolean | undefined;
  readonly input?: string | Uint8Array | undefined;
  /** Leaves stdin open, for who talks with the program. */
  readonly keepsStdin?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds between the polite and the forced end. */
  readonly grace: number;
}

/** A program that was started, however it was. */
export interface Started {
  readonly pid: number | undefined;
  readonly stdin: Writable | null;
  readonly stdout: NodeJS.ReadableStream | null;
  readonly stderr: NodeJS.ReadableStream | null;
  /** Of one that is followed beyond its own end. */
  readonly nodeChildProcess?: ChildProcess | undefined;
  readonly ended: Promise<Ended>;
}

/** Starts a program in a process group of its own by what the runtime has for it; a cancelled one is asked to end, then ended. */
export function spawnPlain(file: string, args: readonly string[], options: PlainOptions): Started {
  const { cwd, env, isolatedEnv, input, keepsStdin = false, signal, grace } = options;
  let child: ChildProcess;
  try {
    child = spawn(file, args, {
      cwd,
      env: isolatedEnv === true ? { ...env } : { ...process.env, ...env },
      stdio: [input === undefined && !keepsStdin ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: true,
    });
  } catch (error) {
    return { pid: undefined, stdin: null, stdout: null, stderr: null, ended: Promise.resolve(notStarted(error)) };
  }
  const { pid, stdin, stdout, stderr } = child;
  // A program that ends before it has read everything is told by its end.
  stdin?.on('error', () => {});
  if (input !== undefined) stdin?.end(input);
  return { pid, stdin, stdout, stderr, ended: endOf(child, signal, grace) };
}

function endOf(child: ChildProcess, signal: AbortSignal | undefined, grace: number): Promise<Ended> {
  return new Promise((resolve) => {
    let forced: NodeJS.Timeout | undefined;
    let isCanceled = false;
    const cancel = (): void => {
      isCanceled = true;
      endGroup(child.pid, 'SIGTERM');
      forced = setTimeout(() => endGroup(child.pid), grace);
    };
    const end = (ended: Ended): void => {
      signal?.removeEventListener('abort', cancel);
      clearTimeout(forced);
      resolve(ended);
    };
    signal?.addEventListener('abort', cancel, { once: true });
    child.once('error', (error) => end(notStarted(error)));
    child.once('close', (exitCode, killedBy) =>
      end({ exitCode: exitCode ?? undefined, signal: killedBy ?? undefined, timedOut: false, isCanceled }),
    );
  });
}

function notStarted(cause: unknown): Ended {
  const originalMessage = cause instanceof Error ? cause.message : String(cause);
  return { timedOut: false, isCanceled: false, originalMessage, cause };
}
