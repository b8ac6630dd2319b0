import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { writeFileAtomic } from '@cdev/git';
import { errors } from '../errors.ts';
import type { SpawnRun } from '../open-run.ts';

/** Which run on a fleet a plan's agents are in, or were in last. */
export interface FleetRecord {
  readonly run: string;
  /** How many times agents of this plan were given to a fleet, this one counted. */
  readonly generation: number;
  /** Where the engine is, without a password. */
  readonly place: string;
  /** Name or URL of the git remote, as it was given. */
  readonly remote: string | undefined;
  /** The agents that are in it. */
  readonly agents: readonly string[];
  /** By which they are driven; absent where somebody else submitted them. */
  readonly driver?: string | undefined;
  /** Until it is known how all of them ended. */
  readonly isOpen: boolean;
}

function fileOf({ paths }: Pick<SpawnRun, 'paths'>): string {
  return join(paths.folder, 'fleet.json');
}

export async function readFleetRecord(run: Pick<SpawnRun, 'paths'>): Promise<FleetRecord | undefined> {
  try {
    return JSON.parse(await readFile(fileOf(run), 'utf8')) as FleetRecord;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export async function writeFleetRecord(run: Pick<SpawnRun, 'paths'>, record: FleetRecord): Promise<void> {
  await writeFileAtomic(fileOf(run), `${JSON.stringify({ schemaVersion: 1, ...record }, null, 2)}\n`);
}

/** The URL that opens the engine; what is kept of it has no password. @throws CDEV_E_SPAWN_FLEET_NO_ENGINE */
export function engineOf(
  { run, place }: FleetRecord,
  given: string | undefined,
  { env }: Pick<Context, 'env'>,
): string {
  const url = given ?? env['CDEV_FLEET_URL'] ?? (place.startsWith('local:') ? place : undefined);
  if (url === undefined) throw errors.make('CDEV_E_SPAWN_FLEET_NO_ENGINE', { run, place });
  return url;
}
