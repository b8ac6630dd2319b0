import type { Context } from '@cdev/core/cli';
import { run, type RunOptions } from '@cdev/core/subprocess';
import type { DeployHost } from '../configuration/configuration.ts';
import type { SshSettings } from './ssh-options.ts';
import type { Transport } from './transport.ts';

/** What a command on a host is given. */
export type ExecOptions = Pick<RunOptions, 'cwd' | 'env' | 'signal' | 'timeLimit' | 'secrets' | 'onStdin' | 'onLine'>;

/** A host with one connection that all commands share. */
export interface OpenHost {
  readonly host: DeployHost;
  /**
   * Runs a command line on the host, to its end or to that of the connection. What it prints goes to `onLine`, redacted; its exit code is nobody's affair.
   * @throws CDEV_E_SUBPROCESS_CANCELLED
   */
  readonly exec: (line: string, options: ExecOptions) => Promise<void>;
  /** Through which other programs reach the shared connection; empty where they cannot. */
  readonly socket: string;
  /** False once the connection is gone. */
  readonly isOpen: () => boolean;
  readonly close: () => Promise<void>;
}

export interface OpenHostOptions extends SshSettings {
  readonly transport: Transport;
  readonly socketFolder: string;
  /** Tells the sockets in the folder apart. */
  readonly index: number;
}

/**
 * Opens the connection. It ends with this process, even by SIGKILL; commands over it cost a channel and not a handshake.
 * @throws CDEV_E_DEPLOY_HOST_UNREACHABLE, _HOST_REFUSED, _HOST_KEY_UNKNOWN, _HOST_KEY_CHANGED, _HOST_KEY_AUTHORITY, _SSH_MISSING
 */
export async function openHost(host: DeployHost, options: OpenHostOptions, context: Context): Promise<OpenHost> {
  if (host.isHere) return openHere(host);
  return options.transport === 'openssh'
    ? (await import('./open-by-openssh.ts')).openByOpenssh(host, options, context)
    : (await import('./open-by-ssh2.ts')).openBySsh2(host, options, context);
}

/** This machine itself, which needs no connection. What stands for a host has the environment that we were given, and no other. */
function openHere(host: DeployHost): OpenHost {
  const exec: OpenHost['exec'] = async (line, options) =>
    void (await run('sh', ['-c', line], { ...options, ...bounds, isolatedEnv: true }));
  return { host, socket: '', exec, isOpen: () => true, close: async () => {} };
}

/** Of every command's process here: the host's word is what counts, and it has had its time when we end it. */
export const bounds = { allowFailure: true, grace: 500, maxOutput: 1_000_000 } as const;
