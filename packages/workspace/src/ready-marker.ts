import { stat } from 'node:fs/promises';
import { connect } from 'node:net';
import { isAbsolute, join, normalize, sep } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isCdevError } from '@cdev/core/errors';
import { run } from '@cdev/core/subprocess';
import { errors } from './errors.ts';
import { shellCommand } from './shell-command.ts';

export interface ReadyMarkerOptions {
  /** The worktree's top folder. */
  readonly path: string;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Milliseconds, from the call of `wait` on. */
  readonly timeLimit: number;
  readonly signal?: AbortSignal | undefined;
}

/** What says that a workspace is ready although its setup has ended, or has not: a server that the setup started in the background, say. */
export interface ReadyMarker {
  /** Resolves as soon as it holds. @throws CDEV_E_WORKSPACE_NOT_READY, CDEV_E_WORKSPACE_INTERRUPTED */
  readonly wait: () => Promise<void>;
}

const interval = 200;
/** One asking of a command. */
const commandLimit = 10_000;

/**
 * `file:<path>` in the worktree, which the setup has to write anew; `port` (CDEV_PORT) or `port:<number>` on which something listens; any
 * other text is a shell command that ends with 0. Made before the setup runs: a file that is there already counts only when it has changed.
 * @throws CDEV_E_WORKSPACE_READY_UNKNOWN
 */
export async function readyMarker(marker: string, options: ReadyMarkerOptions): Promise<ReadyMarker> {
  const { path, timeLimit, signal } = options;
  const holds = await question(marker, options);
  return {
    wait: async () => {
      for (const deadline = performance.now() + timeLimit; !(await holds());) {
        if (signal?.aborted) throw errors.make('CDEV_E_WORKSPACE_INTERRUPTED', { what: `waiting for ${marker}` });
        if (performance.now() >= deadline)
          throw errors.make('CDEV_E_WORKSPACE_NOT_READY', { path, marker, waited: `${timeLimit / 1000} s` });
        // An interruption is seen by the next look.
        await pause(interval, undefined, { signal }).catch(() => {});
      }
    },
  };
}

type Question = () => Promise<boolean>;

async function question(marker: string, options: ReadyMarkerOptions): Promise<Question> {
  const { path, env } = options;
  const unknown = (reason: string): Error => errors.make('CDEV_E_WORKSPACE_READY_UNKNOWN', { marker, reason });
  if (marker.startsWith('file:')) {
    const name = normalize(marker.slice('file:'.length));
    if (name === '.' || isAbsolute(name) || name.split(sep)[0] === '..')
      throw unknown('it names no file in the worktree');
    const before = await versionOf(join(path, name));
    return async () => {
      const now = await versionOf(join(path, name));
      return now !== undefined && now !== before;
    };
  }
  if (/^port(?::|$)/.test(marker)) {
    const text = marker === 'port' ? env?.['CDEV_PORT'] : marker.slice('port:'.length);
    const port = Number(text);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw unknown(text === undefined ? 'the workspace has no port' : `"${text}" is no port`);
    return async () => (await listens(port, '127.0.0.1')) || listens(port, '::1');
  }
  if (marker.trim() === '') throw unknown('it is empty');
  return () => succeeds(marker, options);
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    const { ino, size, mtimeNs } = await stat(file, { bigint: true });
    return [ino, size, mtimeNs].join();
  } catch {
    return undefined;
  }
}

function listens(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: 1000 });
    const answer = (isOpen: boolean) => (): void => {
      socket.destroy();
      resolve(isOpen);
    };
    socket.once('connect', answer(true)).once('error', answer(false)).once('timeout', answer(false));
  });
}

async function succeeds(command: string, { path, env, signal }: ReadyMarkerOptions): Promise<boolean> {
  const { file, args } = shellCommand(command);
  try {
    const { ok } = await run(file, args, {
      cwd: path,
      env,
      signal,
      timeLimit: commandLimit,
      allowFailure: true,
      leftBehind: 'end',
    });
    return ok;
  } catch (error) {
    if (!isCdevError(error)) throw error;
    // An interruption is told by whoever waits.
    return false;
  }
}
