import { dirname } from 'node:path';
import type { Context, Outcome } from '@cdev/core/cli';
import pMap from 'p-map';
import { isCdevError } from '@cdev/core/errors';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { errors } from './errors.ts';
import { atOnce, openFleet } from './rollout/fleet.ts';
import { holdFleet, type HoldOptions } from './rollout/hold-fleet.ts';
import { returnHost } from './rollout/return-host.ts';
import { tellInterruption } from './rollout/tell-interruption.ts';
import { noSecrets, readSecrets } from './secret/read-secrets.ts';

export interface RecoverOptions extends WhichEnvironment {
  readonly isDryRun: boolean;
}

export interface RecoveredHost {
  readonly name: string;
  /** The release of the deployment that did not come to its end. */
  readonly from: string;
  /** What was there before; empty for nothing. */
  readonly to: string;
  readonly status: 'planned' | 'returned' | 'failed';
  readonly reason?: string;
}

export interface RecoverResult {
  /** Hosts on which a deployment did not come to its end. */
  readonly hosts: readonly RecoveredHost[];
  readonly unreachable: readonly string[];
}

/**
 * Takes back what a deployment left behind that did not come to its end. To complete it instead, apply the same release again.
 * @throws CDEV_E_DEPLOY_LOCKED, _INTERRUPTED and what opening the hosts can throw
 */
export async function recoverDeployment(options: RecoverOptions, context: Context): Promise<Outcome<RecoverResult>> {
  const chosen = await chooseEnvironment(options, context);
  const { environment, configuration } = chosen;
  await using fleet = await openFleet(chosen, context);
  const unreachable = fleet.found.filter(({ state }) => !state).map(({ host }) => host.name);
  const open = fleet.found.flatMap(({ host, state }) =>
    state?.unfinished
      ? [{ name: host.name, from: state.unfinished.release, to: state.unfinished.previous, state }]
      : [],
  );
  const plain = open.map(({ name, from, to }) => ({ name, from, to, status: 'planned' as const }));
  const status = unreachable.length > 0 ? 'findings' : 'ok';
  if (open.length === 0 || options.isDryRun) return { result: { hosts: plain, unreachable }, status };
  await context.prompt.confirm(
    `Take ${open.map(({ name, to }) => `${name} back to ${to === '' ? 'nothing' : to}`).join(', ')}?`,
  );
  const secrets =
    environment.secrets.length === 0
      ? noSecrets
      : await readSecrets(environment.secrets, dirname(configuration.file), context);
  const onLine = ({ name }: { readonly name: string }, line: string): void => context.progress.note(`${name}: ${line}`);
  const hosts = open.map(({ name, state }) => ({ name, expected: { current: state.current, fence: state.fence } }));
  const told = { fleet, environment: environment.name };
  const done = await takeBack(plain, { ...chosen, fleet, hosts, secrets, onLine }, context).catch(async (error) => {
    throw await tellInterruption(error, told, context);
  });
  return {
    result: { hosts: done, unreachable },
    status: done.every((host) => host.status === 'returned') ? status : 'findings',
  };
}

async function takeBack(
  hosts: readonly Omit<RecoveredHost, 'status'>[],
  options: HoldOptions,
  context: Context,
): Promise<RecoveredHost[]> {
  await using held = await holdFleet(options, context);
  return await pMap(
    hosts,
    async (host): Promise<RecoveredHost> => {
      const task = context.progress.begin(`Taking back ${host.name}`);
      try {
        const found = held.host(host.name);
        if (!found) throw errors.make('CDEV_E_DEPLOY_LOCK_LOST', { host: host.name });
        await returnHost(found, { from: host.from, to: host.to, isBad: true });
        task.done();
        return { ...host, status: 'returned' };
      } catch (error) {
        task.failed();
        if (!isCdevError(error) || context.signal.aborted) throw error;
        return { ...host, status: 'failed', reason: error.message };
      }
    },
    { concurrency: atOnce },
  );
}
