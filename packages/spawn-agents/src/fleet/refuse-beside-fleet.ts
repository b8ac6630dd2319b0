import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';
import { readFleetRecord } from './fleet-record.ts';

/** No run of this machine beside one on a fleet. @throws CDEV_E_SPAWN_FLEET_OPEN */
export async function refuseBesideFleet(run: SpawnRun): Promise<void> {
  const record = await readFleetRecord(run);
  if (record?.isOpen === true)
    throw errors.make('CDEV_E_SPAWN_FLEET_OPEN', { plan: run.plan.id, run: record.run, place: record.place });
}
