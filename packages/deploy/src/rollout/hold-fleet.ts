import { randomUUID } from 'node:crypto';
import { setInterval as every } from 'node:timers/promises';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import pMap from 'p-map';
import type { ChosenEnvironment } from '../configuration/find-configuration.ts';
import type { DeployHost } from '../configuration/configuration.ts';
import { runsUnderWay, takeLock, type LockRequest } from '../host/host-lock.ts';
import type { Tenure } from '../host/host-shell.ts';
import { renew, unlock, type HeldHost } from '../host/host-steps.ts';
import type { Secrets } from '../secret/read-secrets.ts';
import { atOnce, type Fleet } from './fleet.ts';

export interface HoldOptions extends ChosenEnvironment {
  readonly fleet: Fleet;
  /** With what was seen when it was decided what to do; without it the lock is taken whatever has moved. */
  readonly hosts: readonly { readonly name: string; readonly expected?: LockRequest['expected'] }[];
  readonly secrets: Secrets;
  readonly onLine: (host: DeployHost, line: string) => void;
}

/** All hosts of a plan under our lock, renewed until it is disposed of. */
export interface HeldFleet extends AsyncDisposable {
  readonly run: string;
  /** In the order of the plan. */
  readonly hosts: readonly HeldHost[];
  readonly host: (name: string) => HeldHost | undefined;
}

/**
 * Locks every host, all or none. The first is locked before the others, so of two deployers that begin at the same moment one gets everything.
 * @throws CDEV_E_DEPLOY_LOCKED, CDEV_E_DEPLOY_MOVED
 */
export async function holdFleet(options: HoldOptions, context: Context): Promise<HeldFleet> {
  const { fleet, hosts, environment, secrets, onLine } = options;
  const run = randomUUID();
  runsUnderWay.add(run);
  const lost = new AbortController();
  const inner: Context = { ...context, signal: AbortSignal.any([context.signal, lost.signal]) };
  const held = new Map<string, HeldHost>();
  const take = async (name: string): Promise<void> => {
    const open = fleet.connection(name);
    const seen = fleet.found.find(({ host }) => host.name === name)?.state;
    const { expected } = hosts.find((host) => host.name === name) ?? {};
    const request = { run, lease: environment.lease, environment: environment.name, expected };
    const tenure: Tenure = await takeLock(open, request, seen?.lock, context);
    held.set(name, { open, tenure, context: inner, environment, secrets, onLine });
  };
  const names = hosts.map(({ name }) => name);
  const order = names.toSorted();
  const task = context.progress.begin('Locking');
  try {
    if (order[0] !== undefined) await take(order[0]);
    await pMap(order.slice(1), take, { concurrency: atOnce, stopOnError: false }).catch((error: unknown) => {
      throw error instanceof AggregateError ? error.errors[0] : error;
    });
    task.done();
  } catch (error) {
    task.failed();
    await release([...held.values()], context);
    runsUnderWay.delete(run);
    throw error;
  }
  const ending = new AbortController();
  const renewal = keepRenewed([...held.values()], { lost, ending: ending.signal, lease: environment.lease });
  return {
    run,
    hosts: names.map((name) => held.get(name) as HeldHost),
    host: (name) => held.get(name),
    [Symbol.asyncDispose]: async () => {
      ending.abort();
      await renewal;
      if (!lost.signal.aborted) await release([...held.values()], context);
      runsUnderWay.delete(run);
    },
  };
}

interface Renewal {
  readonly lost: AbortController;
  readonly ending: AbortSignal;
  readonly lease: number;
}

/** A lock that is another's by now stops everything we do; a host that is gone is told by the step that needs it. */
async function keepRenewed(hosts: readonly HeldHost[], { lost, ending, lease }: Renewal): Promise<void> {
  try {
    for await (const _ of every((lease * 1000) / 3, undefined, { signal: ending, ref: false })) {
      await Promise.all(
        hosts.map((host) =>
          renew(host).catch((error: unknown) => {
            if (isCdevError(error, 'CDEV_E_DEPLOY_LOCK_LOST')) lost.abort(error);
          }),
        ),
      );
    }
  } catch (error) {
    if (!ending.aborted) throw error;
  }
}

/** Also after Ctrl-C, but not for long: a lock that is left ends with its lease. */
async function release(hosts: readonly HeldHost[], context: Context): Promise<void> {
  const signal = AbortSignal.timeout(10_000);
  await Promise.all(hosts.map((host) => unlock({ ...host, context: { ...context, signal } }).catch(() => {})));
}
