import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFleet, type FleetEngine } from '@cdev/agent-fleet';
import { runConformance } from '@cdev/agent-fleet/conformance';
import { findPostgres, tempPostgres } from '@cdev/test-kit';
import type { Benchmark } from './frame/benchmark.ts';

const claims = 60;
const tasks = 300;
const slots = 4;
const worker = { id: 'bench', host: 'bench', version: '1' };
const killed = 'a worker killed by SIGKILL: another one claims its task';
const module = new URL('../../../packages/agent-fleet/src/conformance/open-by-url.ts', import.meta.url).href;

/** Both engines of agent-fleet: how long a worker waits for a task, how many go through, and how soon another has that of a dead one. */
export const benchmark: Benchmark = {
  summary: 'the engines of agent-fleet: claims, throughput, recovery from a killed worker',
  bar: 'a task whose worker was killed is claimed again within 15 s',
  run: async ({ note }) => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-'));
    const bin = findPostgres();
    await using server = bin === undefined ? undefined : await tempPostgres(bin);
    try {
      const measured = [await measureEngine('embedded', `local:${folder}`, note)];
      if (server) measured.push(await measureEngine('PostgreSQL', server.url, note));
      return {
        head: [
          'engine',
          'submit to claimed ms, p50',
          'p95',
          'heartbeat ms, p50',
          `tasks/s, ${slots} slots`,
          'SIGKILL to claimed again s',
        ],
        rows: measured.map(({ cells }) => cells),
        isMet: measured.every(({ recovery }) => recovery <= 15_000),
        notes: [
          `${claims} tasks one by one for a waiting worker of the same process; ${tasks} without dependencies, claimed and completed; recovery: the longest of three in processes of their own, lease 10 s. ${server ? '' : 'PostgreSQL is not here: not run. '}Load of the machine at the end: ${loadavg()[0]?.toFixed(1)}.`,
        ],
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function measureEngine(name: string, url: string, note: (text: string) => void) {
  note(`${name}: claims`);
  await using engine = await openFleet({ url, lease: 60_000 });
  const { waits, beats } = await measureClaims(engine);
  note(`${name}: throughput`);
  const rate = await measureThroughput(engine);
  note(`${name}: recovery, three at once`);
  const subject = {
    name,
    open: (options?: object) => openFleet({ url, ...options }),
    module: { url: module, argument: JSON.stringify({ url }) },
    nodeArguments: ['--conditions=@cdev/source'],
  };
  const results = await Promise.all([1, 2, 3].map(() => runConformance(subject, { only: [killed] })));
  const recovery = Math.max(
    ...results.flat().map(({ figures }) => Object.values(figures)[0] ?? Number.POSITIVE_INFINITY),
  );
  const cells = [name, at(waits, 0.5), at(waits, 0.95), at(beats, 0.5), rate.toFixed(0), (recovery / 1000).toFixed(1)];
  return { cells, recovery };
}

async function measureClaims(engine: FleetEngine): Promise<{ waits: number[]; beats: number[] }> {
  const waits: number[] = [];
  const beats: number[] = [];
  for (let index = 0; index < claims; index += 1) {
    const waiting = engine.claim({ worker });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const start = performance.now();
    await engine.submit({ run: `claim-${index}`, tasks: [{ id: 'a', payload: null }] });
    const claim = await waiting;
    waits.push(performance.now() - start);
    if (!claim) throw new Error('nothing was claimed');
    const beat = performance.now();
    await engine.heartbeat(claim);
    beats.push(performance.now() - beat);
    await engine.complete(claim);
  }
  return { waits, beats };
}

async function measureThroughput(engine: FleetEngine): Promise<number> {
  const all = Array.from({ length: tasks }, (_, index) => ({ id: `t${index}`, payload: null }));
  await engine.submit({ run: 'throughput', tasks: all });
  const start = performance.now();
  let left = tasks;
  const slot = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const claim = await engine.claim({ worker });
      if (claim) await engine.complete(claim);
    }
  };
  await Promise.all(Array.from({ length: slots }, slot));
  return (tasks * 1000) / (performance.now() - start);
}

function at(values: readonly number[], part: number): string {
  return (values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN).toFixed(1);
}
