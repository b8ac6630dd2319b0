import { rm } from 'node:fs/promises';
import { rsyncVersion } from './rsync-version.ts';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import pMap from 'p-map';
import type { ChosenEnvironment } from '../configuration/find-configuration.ts';
import type { DeployHost } from '../configuration/configuration.ts';
import { hostReason } from '../host-reason.ts';
import { observeHost } from '../host/observe-host.ts';
import type { FoundHost } from '../plan/make-plan.ts';
import { openHost, type OpenHost } from '../ssh/open-host.ts';
import { makeSocketFolder } from '../ssh/socket-folder.ts';
import { chooseTransport, withoutOpenssh } from '../ssh/transport.ts';

/** Hosts that are worked on at a time: sshd lets in ten unknown callers at once, and a phase is mostly waiting. */
export const atOnce = 8;

/** An environment's hosts with their connections. */
export interface Fleet extends AsyncDisposable {
  readonly found: readonly FoundHost[];
  readonly connection: (name: string) => OpenHost;
  /** Hosts that can be reached. */
  readonly reached: readonly OpenHost[];
  readonly hasRsync: boolean;
}

export interface FleetOptions extends ChosenEnvironment {
  /** Only the host of this name. */
  readonly only?: string | undefined;
}

/** Opens all connections and looks at every host. A host that cannot be reached is told, not thrown, unless we are not let in for safety's sake. */
export async function openFleet({ configuration, environment, only }: FleetOptions, context: Context): Promise<Fleet> {
  const hosts = only === undefined ? environment.hosts : environment.hosts.filter(({ name }) => name === only);
  const socketFolder = await makeSocketFolder(context);
  const connections = new Map<string, OpenHost>();
  const close = async (): Promise<void> => {
    await Promise.all([...connections.values()].map((open) => open.close()));
    await rm(socketFolder, { recursive: true, force: true });
  };
  const transport = await chooseTransport(context);
  if (transport === 'ssh2' && hosts.some(({ isHere }) => !isHere)) context.progress.note(withoutOpenssh);
  const task = context.progress.begin(`Looking at ${hosts.length === 1 ? hosts[0]?.name : `${hosts.length} hosts`}`);
  const look = async (host: DeployHost, index: number): Promise<FoundHost> => {
    try {
      const open = await openHost(
        host,
        {
          transport,
          knownHosts: configuration.knownHosts,
          connectTimeLimit: environment.connectTimeLimit,
          socketFolder,
          index,
        },
        context,
      );
      connections.set(host.name, open);
      return { host, state: await observeHost(open, context, environment.compose !== undefined) };
    } catch (error) {
      if (!isCdevError(error) || !isLoss(error.code)) throw error;
      return { host, reason: hostReason(error) };
    }
  };
  try {
    const [found, hasRsync] = await Promise.all([
      pMap(hosts, look, { concurrency: atOnce, stopOnError: false }).catch(firstOf),
      rsyncVersion(context),
    ]);
    task.done();
    return {
      found,
      hasRsync: hasRsync !== undefined && transport === 'openssh',
      connection: (name) => connections.get(name) as OpenHost,
      reached: found.flatMap(({ host, state }) => (state ? [connections.get(host.name) as OpenHost] : [])),
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    task.failed();
    await close();
    throw error;
  }
}

function firstOf(error: unknown): never {
  throw error instanceof AggregateError ? error.errors[0] : error;
}

/** A host that is down is a matter of the budget; one that is not the host it was is not. */
function isLoss(code: string): boolean {
  return code === 'CDEV_E_DEPLOY_HOST_UNREACHABLE' || code === 'CDEV_E_DEPLOY_HOST_LOST';
}
