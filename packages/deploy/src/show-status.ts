import type { Context, Outcome } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import pMap from 'p-map';
import { chooseEnvironment, type WhichEnvironment } from './configuration/find-configuration.ts';
import { observeServices, type ServiceState } from './compose/observe-services.ts';
import { hostReason } from './host-reason.ts';
import { checkHealth } from './host/check-health.ts';
import type { HostState } from './host/observe-host.ts';
import { atOnce, openFleet } from './rollout/fleet.ts';

export interface HostStatus {
  readonly name: string;
  readonly roles: readonly string[];
  /** Undefined when the host cannot be reached. */
  readonly state: HostState | undefined;
  readonly health: 'well' | 'ill' | 'not-asked';
  /** With Docker Compose: what runs. */
  readonly services?: readonly ServiceState[];
  /** Why it cannot be reached, or is ill. */
  readonly reason?: string;
}

export interface StatusResult {
  readonly environment: string;
  readonly hosts: readonly HostStatus[];
}

/** What every host has, who holds it, and how it is now. A finding when a host is ill, unreachable, half deployed, or has another release than the first. */
export async function showStatus(options: WhichEnvironment, context: Context): Promise<Outcome<StatusResult>> {
  const chosen = await chooseEnvironment(options, context);
  const { environment } = chosen;
  await using fleet = await openFleet(chosen, context);
  const task =
    environment.health.length === 0 && !environment.compose ? undefined : context.progress.begin('Asking how they are');
  const hosts = await pMap(
    fleet.found,
    async ({ host, state, reason }): Promise<HostStatus> => {
      const common = { name: host.name, roles: host.roles, state };
      if (!state) return { ...common, health: 'not-asked', ...(reason !== undefined && { reason }) };
      const { compose } = environment;
      if (state.current === undefined || (environment.health.length === 0 && !compose))
        return { ...common, health: 'not-asked' };
      const running = compose ? await observeServices(fleet.connection(host.name), compose, context) : undefined;
      const more = { ...common, ...(running && { services: running.services }) };
      if (running?.problem !== undefined) return { ...more, health: 'ill', reason: running.problem };
      try {
        await checkHealth(
          fleet.connection(host.name),
          { environment, secrets: [], manner: 'once', onLine: () => {} },
          context,
        );
        return { ...more, health: 'well' };
      } catch (error) {
        if (!isCdevError(error) || context.signal.aborted) throw error;
        return { ...more, health: 'ill', reason: hostReason(error) };
      }
    },
    { concurrency: atOnce },
  ).catch((error: unknown) => {
    task?.failed();
    throw error;
  });
  const ill = hosts.filter(({ health }) => health === 'ill');
  if (ill.length === 0) task?.done();
  else task?.failed(ill.map(({ name }) => name).join(', '));
  const [first] = hosts;
  const isFine = hosts.every(
    ({ state, health }) => state && health !== 'ill' && !state.unfinished && state.current === first?.state?.current,
  );
  return { result: { environment: environment.name, hosts }, status: isFine ? 'ok' : 'findings' };
}
