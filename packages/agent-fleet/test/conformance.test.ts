import { once } from 'node:events';
import { createConnection, createServer } from 'node:net';
import { join } from 'node:path';
import { Client } from 'pg';
import { expect, test } from '@jest/globals';
import { findPostgres, tempFolder, tempPostgres } from '@cdev/test-kit';
import { conformanceCases, runConformance, type ConformanceResult } from '../src/conformance/index.ts';
import { openFleet, type Claim, type FleetEngine } from '../src/index.ts';

const bin = findPostgres();
const url = new URL('../src/conformance/open-by-url.ts', import.meta.url).href;
const nodeArguments = ['--conditions=@cdev/source'];

/** Of all cases, why those that did not pass did not. */
function notKept(results: readonly ConformanceResult[]): unknown[] {
  expect(results.map(({ name }) => name)).toEqual(conformanceCases);
  return results.filter(({ outcome }) => outcome !== 'passed').map(({ reason }) => reason);
}

const what = bin === undefined ? 'the embedded engine (PostgreSQL is not here: not run)' : 'both engines';

// Both at once: most of their time is waiting for leases to end.
test(`${what}: what every engine must keep is kept`, async () => {
  const [embedded, postgres] = await Promise.all([holdEmbedded(), bin === undefined ? undefined : holdPostgres(bin)]);
  expect(notKept(embedded)).toEqual(['this engine has no server']);
  if (postgres) expect(notKept(postgres)).toEqual(['the clock of this engine cannot be set']);
});

/** A claim is held while its words wait for their run's row, and have every connection but one. */
async function expectPulse(client: Client, engine: FleetEngine): Promise<void> {
  await engine.submit({ run: 'pulse', tasks: [{ id: 'a', payload: 'x' }] });
  const claim = (await engine.claim({ worker: { id: 'w', host: 'h', version: '1' } })) as Claim;
  await client.query("BEGIN; SELECT 1 FROM cdev_fleet.run WHERE id = 'pulse' FOR UPDATE");
  const words = Array.from({ length: 8 }, () => engine.event(claim, 'word'));
  expect(await Promise.race([engine.heartbeat(claim), Promise.any(words)])).toMatchObject({ status: 'held' });
  await client.query('ROLLBACK');
  expect((await Promise.all(words)).toSorted((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
  await engine.complete(claim);
}

/** A message of which the answer got lost is said again, and there once; also in a database that was made before messages had keys. */
async function expectToldOnce(client: Client, server: string): Promise<void> {
  await client.query('ALTER TABLE cdev_fleet.message DROP COLUMN key');
  await using folder = await tempFolder({});
  await using lossy = await loseCommit(join(new URL(server).searchParams.get('host') ?? '', socket), folder.path);
  await using engine = await openFleet({ url: `postgres://fleet@localhost/postgres?host=${folder.path}` });
  await engine.submit({ run: 'told', tasks: [{ id: 'a', payload: 'x' }] });
  const claim = (await engine.claim({ worker: { id: 'w', host: 'h', version: '1' } })) as Claim;
  expect(await engine.tell('told', 'a', 'first')).toBe(1);
  lossy.arm('cdev_fleet.message (');
  expect(await engine.tell('told', 'a', 'once')).toBe(2);
  expect(lossy.lost()).toBe(1);
  expect((await engine.messages(claim)).map(({ text }) => text)).toEqual(['first', 'once']);
  await engine.complete(claim);
}

const socket = '.s.PGSQL.5432';

interface LossyServer extends AsyncDisposable {
  /** The next commit after a statement with these words is done, and its answer does not come: the connection breaks. */
  readonly arm: (words: string) => void;
  readonly lost: () => number;
}

/** A way to the server by a socket in another folder. */
async function loseCommit(target: string, folder: string): Promise<LossyServer> {
  let words: string | undefined;
  let count = 0;
  const proxy = createServer((client) => {
    const server = createConnection(target);
    let isSaid = false;
    let isCommitting = false;
    client.on('data', (bytes) => {
      isSaid ||= words !== undefined && bytes.includes(words);
      isCommitting ||= isSaid && bytes.includes('COMMIT');
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (isCommitting) {
        words = undefined;
        count += 1;
        client.destroy();
        server.destroy();
      } else client.write(bytes);
    });
    for (const [one, other] of [[client, server], [server, client]] as const) one.on('error', () => {}).on('close', () => other.destroy()); // prettier-ignore
  });
  proxy.listen(join(folder, socket));
  await once(proxy, 'listening');
  return {
    arm: (wanted) => (words = wanted),
    lost: () => count,
    [Symbol.asyncDispose]: async () => {
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

async function holdEmbedded(): Promise<readonly ConformanceResult[]> {
  await using folder = await tempFolder({});
  const options = { url: `local:${join(folder.path, 'fleet')}` };
  return await runConformance({
    name: 'embedded',
    open: (more) => openFleet({ ...options, ...more }),
    openWithClock: (clock) => openFleet({ url: `local:${join(folder.path, 'clock')}`, clock }),
    module: { url, argument: JSON.stringify(options) },
    nodeArguments,
  });
}

async function holdPostgres(programs: string): Promise<readonly ConformanceResult[]> {
  await using server = await tempPostgres(programs);
  const options = { url: server.url };
  const results = await runConformance({
    name: 'postgres',
    open: (more) => openFleet({ ...options, ...more }),
    module: { url, argument: JSON.stringify(options) },
    nodeArguments,
    restartServer: server.killAndStart,
  });
  await expectCare(server.url);
  return results;
}

/** On the same server, as starting another one costs more than all of this. */
async function expectCare(server: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('UPDATE cdev_fleet.form SET form = 2');
    await expect(openFleet({ url: server })).rejects.toMatchObject({ code: 'CDEV_E_AGENT_FLEET_ENGINE_NEWER' });
    // As a migration of pg-boss could: it knows nothing of our trigger.
    await client.query('UPDATE cdev_fleet.form SET form = 1; DROP TRIGGER cdev_fleet ON cdev_fleet_queue.job');
    await using engine = await openFleet({ url: server, lease: 10_500 });
    expect(engine.description).toEqual({
      kind: 'postgres',
      place: expect.stringMatching(/^postgres:\/\/\/tmp\/cdev-postgres-\w+\/postgres$/),
      lease: 11_000,
      heartbeatEvery: 2750,
      resolution: 1000,
    });
    await engine.submit({ run: 'again', tasks: [{ id: 'a', payload: 'x' }] });
    expect(await engine.cancel('again')).toEqual(['a']);
    const { rows } = await client.query("SELECT kind FROM cdev_fleet.event WHERE run = 'again' ORDER BY number");
    expect(rows).toEqual([{ kind: 'submitted' }, { kind: 'cancelled' }]);
    await expectPulse(client, engine);
    await expectToldOnce(client, server);
  } finally {
    await client.end();
  }
}
