import type { FleetEngine } from '../fleet-engine.ts';
import { openFleet, type OpenFleetOptions } from '../open-fleet.ts';

/** For processes of the suite: opens an engine of this package; the argument is `OpenFleetOptions` as JSON. */
export function openFleetEngine(argument: string): Promise<FleetEngine> {
  return openFleet(JSON.parse(argument) as OpenFleetOptions);
}
