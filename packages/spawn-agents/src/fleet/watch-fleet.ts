import { agentFleetErrors, type FleetEngine, type FleetEvent } from '@cdev/agent-fleet';
import type { FencePlace } from '@cdev/agent-fleet/remote';
import type { Context } from '@cdev/core/cli';
import { isCdevError } from '@cdev/core/errors';
import type { Hooks } from '../attempt/tell-hook.ts';
import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';
import { bringAttempts } from './bring-work.ts';
import type { FleetRecord } from './fleet-record.ts';
import { createTeller } from './tell-journal.ts';

export interface WatchFleetOptions {
  readonly engine: FleetEngine;
  readonly record: FleetRecord;
  readonly place: FencePlace;
  readonly hooks?: Hooks | undefined;
  /** Whether this event, which has been told, is the last one that is wanted. */
  readonly until?: ((event: FleetEvent) => boolean) | undefined;
}

/**
 * Puts what happens to a run on a fleet into the journal of this repository, from where the journal has it, until the run has settled.
 * @throws CDEV_E_SPAWN_FLEET_LEFT when it was interrupted: the run goes on
 */
export async function watchFleet(run: SpawnRun, options: WatchFleetOptions, context: Context): Promise<void> {
  const { engine, record, place, until } = options;
  const teller = await createTeller(run, options, context);
  for await (const event of engine.watch(record.run, { from: teller.from, signal: context.signal })) {
    await teller.tell(event);
    if (until?.(event) === true) break;
  }
  if (context.signal.aborted)
    throw errors.make('CDEV_E_SPAWN_FLEET_LEFT', { plan: run.plan.id, run: record.run, place: record.place });
  // What workers kept after the engine heard no more of them.
  await bringAttempts(run, place, record).catch((error: unknown) => {
    if (!isCdevError(error) || error.code in agentFleetErrors) throw error;
    context.progress.note(`What workers kept could not be fetched: ${error.message.split('\n')[0]}`);
  });
}
