import type { Context, Outcome } from '@cdev/core/cli';
import pMap from 'p-map';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { breakLock } from './host/host-lock.ts';
import { atOnce, openFleet } from './rollout/fleet.ts';

export interface UnlockOptions extends WhichEnvironment {
  readonly isDryRun: boolean;
}

export interface UnlockResult {
  readonly isDryRun: boolean;
  readonly hosts: readonly {
    readonly name: string;
    /** Undefined when nobody held it. */ readonly by: string | undefined;
  }[];
}

/** Takes the locks away, whoever holds them. A deployer that still lives finds itself shut out at its next step. */
export async function unlockHosts(options: UnlockOptions, context: Context): Promise<Outcome<UnlockResult>> {
  const chosen = await chooseEnvironment(options, context);
  await using fleet = await openFleet(chosen, context);
  const locked = fleet.found.filter(({ state }) => state?.lock);
  const isChange = locked.length > 0 && !options.isDryRun;
  if (isChange) {
    const holders = locked.map(
      ({ host, state }) =>
        `${host.name} (${state?.lock?.by ?? ''}, ${state?.lock && state.lock.left > 0 ? `renewed ${chosen.environment.lease - state.lock.left} s ago` : 'lease over'})`,
    );
    await context.prompt.confirm(`Take the lock of ${holders.join(', ')} away?`);
    await pMap(locked, ({ host }) => breakLock(fleet.connection(host.name), context), { concurrency: atOnce });
  }
  const hosts = fleet.found.map(({ host, state }) => ({ name: host.name, by: state?.lock?.by }));
  return {
    result: { isDryRun: options.isDryRun, hosts },
    status: fleet.found.every(({ state }) => state) ? 'ok' : 'findings',
  };
}
