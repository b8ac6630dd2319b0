import { describe, expect, test } from '@jest/globals';
import { createCalendar } from '../src/simulation/calendar.ts';
import { usual, type FleetSetting } from '../src/simulation/fleet-setting.ts';
import { exponential, randomFrom } from '../src/simulation/random.ts';
import { simulateFleet } from '../src/simulation/simulate-fleet.ts';
import { createStation, type StationFigures } from '../src/simulation/station.ts';

/** Arrivals and service by chance, a second of it at the mean. */
async function queueOf(servers: number, asked: number, seed: number): Promise<StationFigures> {
  const calendar = createCalendar();
  const random = randomFrom(seed);
  const station = createStation(calendar, servers);
  let left = 15_000;
  const arrive = (): void => {
    if ((left -= 1) < 0) return;
    station.serve(exponential(random, 1), () => {});
    calendar.after(exponential(random, 1 / asked), arrive);
  };
  arrive();
  await calendar.run();
  return station.figures();
}

/** Mean wait by Erlang's formula C. */
function erlangWait(servers: number, asked: number, service: number): number {
  const load = asked * service;
  let [term, sum] = [1, 0];
  for (let at = 0; at < servers; at += 1) {
    sum += term;
    term *= load / (at + 1);
  }
  const all = term / (1 - load / servers);
  return ((all / (sum + all)) * service) / (servers - load);
}

describe('a station against theory', () => {
  test.each([
    [1, 0.7],
    [4, 0.8],
    [16, 0.8],
  ])('with %i servers at a load of %f', async (servers, load) => {
    const runs = await Promise.all([1, 2, 3, 4].map((seed) => queueOf(servers, load * servers, seed)));
    const mean = (of: (figures: StationFigures) => number): number => runs.reduce((sum, one) => sum + of(one) / 4, 0);
    expect(mean(({ served }) => served)).toBe(15_000);
    expect(mean(({ busy }) => busy) / load).toBeCloseTo(1, 1);
    const ratio = mean(({ meanWait }) => meanWait) / erlangWait(servers, load * servers, 1);
    expect(ratio).toBeGreaterThan(0.9);
    expect(ratio).toBeLessThan(1.1);
  });
});

test('events of one time happen in the order in which they were asked for', async () => {
  const calendar = createCalendar();
  const seen: string[] = [];
  for (const [name, at] of [
    ['c', 2],
    ['a', 1],
    ['d', 2],
    ['b', 1],
  ] as const)
    calendar.after(at, () => void seen.push(`${name}${calendar.now()}`));
  await calendar.run();
  expect(seen).toEqual(['a1', 'b1', 'c2', 'd2']);
});

describe('a fleet', () => {
  const small: FleetSetting = { ...usual, agents: 40, workers: 4, lease: 60, wordEvery: 60 };

  test('has one outcome for one seed, and another for another', async () => {
    const first = await simulateFleet(small);
    expect(await simulateFleet(small)).toEqual(first);
    expect((await simulateFleet({ ...small, seed: 2 })).finish).not.toBe(first.finish);
    expect(first).toMatchObject({ done: 40, failed: 0, lost: 0 });
    expect(first.landed + first.ejected).toBe(40);
  });

  test('of one agent takes clone, fence, fetch, work, record, promotion, claim and end, fetch and check', async () => {
    const { database, remote, integration } = usual;
    const { finish, landed } = await simulateFleet({
      ...usual,
      agents: 1,
      workers: 1,
      spread: 0,
      lease: 4000,
      wordEvery: 4000,
      snapshotEvery: 4000,
      integration: { ...integration, breaks: 0 },
    });
    const slower = 1 / (1 - database.perWorker / database.cores);
    const asked = 2 * database.claim * slower + remote.clone + 3 * remote.push + 2 * remote.fetch;
    expect(landed).toBe(1);
    expect(finish).toBeCloseTo(asked + usual.median + integration.check, 6);
  });

  test('loses claims when heartbeats take longer than the lease, and gives up after three', async () => {
    const slow = { ...usual.database, heartbeat: 8 };
    const { done, failed, lost } = await simulateFleet({ ...small, lease: 10, database: slow });
    expect(lost).toBeGreaterThan(40);
    expect(done + failed).toBe(40);
    expect(failed).toBeGreaterThan(30);
  });

  test('batches end sooner than one by one, and every candidate is in or ejected', async () => {
    const { integration } = small;
    const together = { ...small, spread: 0.05 };
    const one = await simulateFleet(together);
    const halves = await simulateFleet({ ...together, integration: { ...integration, mode: 'halves', batch: 16 } });
    expect(halves.finish).toBeLessThan(one.finish);
    expect(halves.landed + halves.ejected).toBe(40);
  });
});
