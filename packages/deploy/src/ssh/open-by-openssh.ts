import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import { run, type RunResult } from '@cdev/core/subprocess';
import type { DeployHost } from '../configuration/configuration.ts';
import { connectionError } from './connection-error.ts';
import { bounds, type OpenHost, type OpenHostOptions } from './open-host.ts';
import { sshOptions } from './ssh-options.ts';

/** By a master of OpenSSH, a child of this process. */
export async function openByOpenssh(
  host: DeployHost,
  options: OpenHostOptions,
  { cwd, signal }: Context,
): Promise<OpenHost> {
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
    // What we were given (secrets of the deploy file may be in it) is nothing for ssh: it has the environment of this process alone.
    exec: async (line, { env: _, ...given }) =>
      void (await run('ssh', [...through, '--', host.address, line], { ...given, ...bounds })),
    isOpen: isRunning,
    close: async () => {
      ending.abort();
      await running;
    },
  };
}

function startFailure(failure: unknown): unknown {
  return isCdevError(failure) ? failure : new Error('ssh could not be started', { cause: failure });
}
