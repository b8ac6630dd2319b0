import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run, type RunResult } from '@cdev/core/subprocess';
import type { DeployHost } from '../configuration/configuration.ts';
import { connectionError } from './connection-error.ts';
import { sshOptions, type SshSettings } from './ssh-options.ts';

/** A host with one connection that all commands share. */
export interface OpenHost {
  readonly host: DeployHost;
  /** The program and its arguments that run a command line on the host. */
  readonly call: (line: string) => readonly [file: string, args: readonly string[]];
  /** Through which other programs reach the shared connection. */
  readonly socket: string;
  /** False once the connection is gone. */
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
}

export interface OpenHostOptions extends SshSettings {
  readonly socketFolder: string;
  /** Tells the sockets in the folder apart. */
  readonly index: number;
}

/**
 * Opens the connection. It is a child of this process and ends with it, even by SIGKILL; commands over it cost a channel and not a handshake.
 * @throws CDEV_E_DEPLOY_HOST_UNREACHABLE, _HOST_REFUSED, _HOST_KEY_UNKNOWN, _HOST_KEY_CHANGED
 */
export async function openHost(
  host: DeployHost,
  options: OpenHostOptions,
  { cwd, signal }: Context,
): Promise<OpenHost> {
  if (host.isHere) return openHere(host);
  const socket = join(options.socketFolder, String(options.index));
  const common = sshOptions(host, options);
  const ending = new AbortController();
  // Once it is open it outlives Ctrl-C: the lock is given back through it.
  const giveUp = (): void => ending.abort();
  signal.addEventListener('abort', giveUp, { once: true });
  if (signal.aborted) giveUp();
  const master = { ended: undefined as RunResult | undefined, failure: undefined as unknown };
  const running = run('ssh', [...common, '-o', `ControlPath=${socket}`, '-M', '-N', '--', host.address], {
    cwd,
    signal: ending.signal,
    allowFailure: true,
    grace: 500,
    maxOutput: 100_000,
  }).then(
    (result) => void (master.ended = result),
    (error: unknown) => void (master.failure = error),
  );
  const isRunning = (): boolean => !master.ended && master.failure === undefined;
  while (isRunning() && !existsSync(socket)) await Promise.race([running, pause(5)]);
  signal.removeEventListener('abort', giveUp);
  if (master.failure !== undefined) throw startFailure(master.failure);
  if (master.ended) throw await connectionError(host, master.ended.stderr, options);
  // Only ever through the connection that is there: without it ssh would silently make another for each command.
  const through = ['-o', 'ProxyCommand=false', ...common, '-o', `ControlPath=${socket}`, '-o', 'ControlMaster=no'];
  return {
    host,
    socket,
    call: (line) => ['ssh', [...through, '--', host.address, line]],
    isOpen: isRunning,
    close: async () => {
      ending.abort();
      await running;
    },
  };
}

/** This machine itself, which needs no connection. */
function openHere(host: DeployHost): OpenHost {
  return { host, socket: '', call: (line) => ['sh', ['-c', line]], isOpen: () => true, close: async () => {} };
}

function startFailure(failure: unknown): unknown {
  return isCdevError(failure) ? failure : new Error('ssh could not be started', { cause: failure });
}
