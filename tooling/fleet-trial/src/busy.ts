import { setTimeout as pause } from 'node:timers/promises';
import { openFleet, type Claim } from '@cdev/agent-fleet';
import { Client } from 'pg';
import type { Trial } from './findings.ts';

const worker = { id: 'w1', host: 'trial', version: '1' };
/** Milliseconds: two leases. */
const held = 20_000;

/** Words of four claims wait for a lock, two for each: all connections that a worker asks by have one. Its claims are held all the same. */
export const busy: Trial = async ({ url }) => {
  await using stack = new AsyncDisposableStack();
  const engine = stack.use(await openFleet({ url }));
  const tasks = Array.from({ length: 4 }, (_, at) => ({ id: `t${at}`, payload: null }));
  await engine.submit({ run: 'busy', tasks });
  const claims = (await Promise.all(tasks.map(() => engine.claim({ worker })))) as Claim[];
  const client = new Client({ connectionString: url });
  await client.connect();
  stack.defer(() => client.end());
  await client.query("BEGIN; SELECT 1 FROM cdev_fleet.run WHERE id = 'busy' FOR UPDATE");
  const words = [...claims, ...claims].map((claim) => engine.event(claim, 'a word'));
  let isWaiting = true;
  void Promise.any(words).then(() => (isWaiting = false), () => {}); // prettier-ignore
  const waits: number[] = [];
  const beat = async (claim: Claim): Promise<string> => {
    for (const end = performance.now() + held; performance.now() < end;) {
      await pause(engine.description.heartbeatEvery);
      const start = performance.now();
      const { status } = await Promise.race([
        engine.heartbeat(claim),
        pause(held, { status: 'unanswered' }, { ref: false }),
      ]);
      waits.push(performance.now() - start);
      if (status !== 'held') return status;
    }
    return 'held';
  };
  const ends = await Promise.all(claims.map(beat));
  const waited = isWaiting;
  await client.query('ROLLBACK');
  const numbers = await Promise.all(words).then((all) => all.map(String), (error: unknown) => [String(error)]); // prettier-ignore
  waits.sort((one, other) => one - other);
  const figures = [waits[Math.floor(waits.length / 2)] ?? 0, waits.at(-1) ?? 0].map((wait) => wait.toFixed(0));
  return [
    { what: 'all words waited for as long', isWell: waited },
    {
      what: `no claim was lost meanwhile: ${waits.length} heartbeats, p50 ${figures[0]} ms, the longest ${figures[1]} ms`,
      isWell: ends.every((end) => end === 'held'),
      found: ends.join(),
    },
    { what: 'and every word is kept, once', isWell: new Set(numbers).size === words.length, found: numbers.join() },
  ];
};
