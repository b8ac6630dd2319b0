import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import { environment, type CheckCache } from './check-cache.ts';
import type { Check, CheckRun } from './run-checks.ts';

/** What runs of a command have cost on this machine, whatever tree they were on. */
interface LoadRecord {
  readonly schemaVersion: 1;
  readonly command: string;
  /** The newest first. Milliseconds. */
  readonly runs: readonly { readonly cpu: number; readonly wall: number }[];
}

const runsKept = 5;

function loadFile({ folder }: Pick<CheckCache, 'folder'>, { command }: Pick<Check, 'command'>): string {
  const { node, platform, arch } = environment;
  const key = createHash('sha256').update([command, node, platform, arch].join('\0')).digest('hex');
  return join(folder, 'load', `${key.slice(0, 40)}.json`);
}

async function readLoad(store: Pick<CheckCache, 'folder'>, check: Pick<Check, 'command'>): Promise<LoadRecord['runs']> {
  try {
    const { schemaVersion, command, runs } = JSON.parse(await readFile(loadFile(store, check), 'utf8')) as LoadRecord;
    return schemaVersion === 1 && command === check.command && Array.isArray(runs) ? runs : [];
  } catch {
    return [];
  }
}

/** Remembers what a run has cost. One that was cut off, or used what another had found out, says nothing of it. */
export async function keepCheckLoad(store: Pick<CheckCache, 'folder'>, run: CheckRun): Promise<void> {
  const { command, cpu, duration, status, cached } = run;
  if (cpu === undefined || cached || duration <= 0 || (status !== 'passed' && status !== 'failed')) return;
  const runs = [{ cpu, wall: duration }, ...(await readLoad(store, run))].slice(0, runsKept);
  const file = loadFile(store, run);
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, `${JSON.stringify({ schemaVersion: 1, command, runs } satisfies LoadRecord)}\n`);
}

export interface CheckLoad {
  /** Processor cores kept busy: CPU time by wall time. */
  readonly busy: number;
  /** Milliseconds from beginning to end. */
  readonly wall: number;
}

/**
 * What the checks cost, one after the other, by their last five runs on this machine: the mean duration, and of the cores those of the run that
 * kept the most busy, because runs that share the machine seem to need less than they do. Undefined while one of them is unknown.
 */
export async function checkLoad(
  store: Pick<CheckCache, 'folder'>,
  checks: readonly Pick<Check, 'command'>[],
): Promise<CheckLoad | undefined> {
  let [cpu, wall] = [0, 0];
  for (const check of checks) {
    const runs = await readLoad(store, check);
    if (runs.length === 0) return undefined;
    const mean = runs.reduce((sum, one) => sum + one.wall, 0) / runs.length;
    cpu += mean * Math.max(...runs.map((one) => one.cpu / one.wall));
    wall += mean;
  }
  return wall === 0 ? undefined : { busy: cpu / wall, wall };
}
