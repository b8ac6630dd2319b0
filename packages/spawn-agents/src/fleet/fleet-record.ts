import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
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
