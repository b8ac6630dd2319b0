import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '@cdev/core/cli';
import { appendCalibration, median, readCalibrations, type Calibration } from '@cdev/run-history';
import { measuredRun } from '../measured-run.ts';

/** A start of Node and some 60 ms of work with numbers, texts and objects, the same for ever: changing it makes all ratios worthless. */
const program = `let sum = 0; const seen = new Map();
for (let i = 0; i < 400000; i += 1) { sum = (sum * 31 + i) % 1000003; if (i % 7 === 0) seen.set('key' + (sum % 5000), { i, sum }); }
JSON.parse(JSON.stringify([...seen]));`;

/** How long one holds. Machines change when somebody updates or moves them, not by the hour. */
const age = 20 * 3_600_000;

type Place = Pick<Context, 'home' | 'env' | 'signal' | 'clock'>;

/** Measures this machine, and keeps the result with those before. */
export async function calibrate({ home, env, signal, clock }: Place): Promise<Calibration> {
  const place = await mkdtemp(join(tmpdir(), 'cdev-calibration-'));
  try {
    const costs: number[] = [];
    for (let round = 0; round < 6; round += 1) {
      const { cpu, measured } = await measuredRun({ args: ['-e', program], cwd: place, place, env, signal });
      // The first fills the caches of the file system.
      if (measured && round > 0) costs.push(cpu);
    }
    const model = cpus()[0]?.model.trim() ?? 'unknown processor';
    const calibration: Calibration = {
      schemaVersion: 1,
      time: clock().toISOString(),
      host: hostname(),
      hostClass: `${process.platform}-${process.arch}, ${model}`,
      node: process.version,
      cpu: Math.round(median(costs) * 100) / 100,
    };
    appendCalibration(home, calibration);
    return calibration;
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

/** All calibrations, with one of today for this machine. */
export async function currentCalibrations(place: Place): Promise<readonly Calibration[]> {
  const known = readCalibrations(place.home);
  const now = place.clock().getTime();
  const isFresh = known.some(
    ({ host, time, node }) => host === hostname() && node === process.version && Math.abs(now - Date.parse(time)) < age,
  );
  return isFresh ? known : [...known, await calibrate(place)];
}
