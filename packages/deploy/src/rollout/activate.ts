import { startServices } from '../compose/services.ts';
import { runHooks, type HeldHost, type Move } from '../host/host-steps.ts';

/** Lets the release that `current` leads to be the one that works: its services where it has some, then the hooks. */
export async function activate(held: HeldHost, move: Move): Promise<void> {
  const { compose } = held.environment;
  if (compose) await startServices(held, compose, move.release);
  await runHooks(held, 'activate', move);
}
