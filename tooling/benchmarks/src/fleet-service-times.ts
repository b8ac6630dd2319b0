import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openFleet, type Claim, type FleetEngine } from '@cdev/agent-fleet';
import { claimFence, promote } from '@cdev/agent-fleet/remote';
import { run } from '@cdev/core/subprocess';
import { findPostgres, tempPostgres } from '@cdev/test-kit';
import type { Benchmark } from './frame/benchmark.ts';
import { databaseSeconds } from './frame/database-seconds.ts';

const worker = { id: 'bench', host: 'bench', version: '1' };
/** Workers that have nothing to do, and seconds for which they are looked at. */
const [idlers, idleSeconds] = [10, 8];

interface Measured {
  readonly name: string;
  readonly perSecond: number;
  readonly atOnce: number;
  /** Of PostgreSQL, for each. */
  readonly cpu: number | undefined;
}

/** What each part of a fleet does a second here: the inputs of `fleet-scale`, which stand in `frame/fleet-service-times.ts`. */
export const benchmark: Benchmark = {
  summary: 'what the parts of a fleet do a second: heartbeats, words, claims, pushes, fetches',
  bar: 'none: they are the inputs of fleet-scale',
  run: async ({ note }) => {
    const head = ['request', 'a second', 'at once', 'PostgreSQL CPU ms'];
    const bin = findPostgres();
    if (bin === undefined) return { head, rows: [], notes: ['Not run: PostgreSQL is not here.'] };
    const before = loadavg()[0]?.toFixed(1);
    await using server = await tempPostgres(bin);
    const all = [...(await measureEngine(server.url, note)), ...(await measureRemote(note))];
    return {
      head,
      rows: all.map(({ name, perSecond, atOnce, cpu }) => [
        name,
        perSecond.toFixed(perSecond < 10 ? 2 : 0),
        String(atOnce),
        cpu?.toFixed(2) ?? '–',
      ]),
      notes: [
        `Asked again as soon as it is answered, 3 s each, at most 4 of them in the database (a process has so many connections). An idle worker: ${idlers} of them for ${idleSeconds} s, for each second of each. ${availableParallelism()} cores that PostgreSQL, git and the asking processes share; load at the start ${before}, at the end ${loadavg()[0]?.toFixed(1)}.`,
      ],
    };
  },
};

async function measureEngine(url: string, note: (text: string) => void): Promise<Measured[]> {
  await using engine = await openFleet({ url, lease: 600_000 });
  const tasks = Array.from({ length: 2000 }, (_, at) => ({ id: `t${at}`, payload: {}, labels: ['scale'] }));
  await engine.submit({ run: 'scale', tasks });
  // Were there no task left, it would wait for one.
  const signal = AbortSignal.timeout(60_000);
  const take = (): Promise<Claim | undefined> => engine.claim({ worker, labels: ['scale'], signal });
  const held = (await Promise.all(Array.from({ length: 8 }, take))).filter((claim) => claim !== undefined);
  const measured = async <Asker>(
    name: string,
    askers: readonly Asker[],
    ask: (asker: Asker) => Promise<unknown>,
  ): Promise<Measured> => {
    note(name);
    const start = databaseSeconds(url);
    const { count, perSecond } = await rateOf(askers, ask);
    return { name, perSecond, atOnce: askers.length, cpu: (1000 * (databaseSeconds(url) - start)) / count };
  };
  const log = { attempt: 1, from: 0, lines: ['x'.repeat(200)] };
  return [
    await measured('heartbeat', held, (claim) => engine.heartbeat(claim)),
    await measured('word, all of one run', held, (claim) => engine.event(claim, { host: 'x', events: [], log })),
    await measured('claim and its end', held, async () => endOne(engine, await take())),
    await measureIdle(url, note),
  ];
}

async function endOne(engine: FleetEngine, claim: Claim | undefined): Promise<void> {
  if (claim !== undefined) await engine.complete(claim);
}

/** What workers ask that wait for a task: for one each second, and what pg-boss looks after in each of them. */
async function measureIdle(url: string, note: (text: string) => void): Promise<Measured> {
  note('idle workers');
  const end = new AbortController();
  const engines = await Promise.all(Array.from({ length: idlers }, () => openFleet({ url, lease: 600_000 })));
  const claims = engines.map((one) => one.claim({ worker, labels: ['none'], signal: end.signal }));
  await pause(3000);
  const [start, from] = [databaseSeconds(url), performance.now()];
  await pause(idleSeconds * 1000);
  const workerSeconds = (idlers * (performance.now() - from)) / 1000;
  const cpu = (1000 * (databaseSeconds(url) - start)) / workerSeconds;
  end.abort();
  await Promise.all(claims);
  await Promise.all(engines.map((one) => one.close()));
  return { name: 'an idle worker, for a second', perSecond: 1, atOnce: idlers, cpu };
}

/** As many as so many make that ask again as soon as they have their answer, for three seconds. */
async function rateOf<Asker>(
  askers: readonly Asker[],
  ask: (asker: Asker) => Promise<unknown>,
): Promise<{ readonly count: number; readonly perSecond: number }> {
  const start = performance.now();
  let count = 0;
  const keepAsking = async (asker: Asker): Promise<void> => {
    while (performance.now() - start < 3000) {
      await ask(asker);
      count += 1;
    }
  };
  await Promise.all(askers.map(keepAsking));
  return { count, perSecond: (1000 * count) / (performance.now() - start) };
}

/** Each by a repository of its own, as workers have: the two pushes of a fence and a promotion, and the fetch of what was promoted. */
async function measureRemote(note: (text: string) => void): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-service-'));
  try {
    const git = (cwd: string, ...args: string[]): string => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    const origin = join(folder, 'origin.git');
    git(folder, 'init', '--quiet', '--bare', origin);
    const askers = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
    for (const asker of askers) git(folder, 'init', '--quiet', asker);
    let next = 0;
    note('fence and promotion');
    const pushes = await rateOf(askers, async (repository) => {
      const claim = { run: 'scale', task: `t${(next += 1)}`, attempt: 1 };
      const identity = ['-c', 'user.name=x', '-c', 'user.email=x@localhost'];
      const tree = execFileSync('git', ['mktree'], { cwd: repository, input: '', encoding: 'utf8' }).trim();
      const commit = git(repository, ...identity, 'commit-tree', '-m', claim.task, tree);
      const fence = await claimFence({ repository, remote: origin, claim, worker: 'x' });
      await promote({ repository, remote: origin, fence, branch: `refs/heads/${claim.task}`, from: undefined, commit });
    });
    note('fetches');
    const fetcher = join(folder, 'fetcher');
    git(folder, 'init', '--quiet', '--bare', fetcher);
    let fetched = 0;
    const fetches = await rateOf(askers, async () => {
      const branch = `refs/heads/t${(fetched++ % next) + 1}`;
      await fetchRefs(fetcher, origin, `+${branch}:refs/got/${fetched}`);
    });
    return [
      { name: 'fence and promotion', perSecond: pushes.perSecond, atOnce: askers.length, cpu: undefined },
      { name: 'fetch of one branch', perSecond: fetches.perSecond, atOnce: askers.length, cpu: undefined },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fetchRefs(cwd: string, origin: string, refs: string): Promise<void> {
  await run('git', ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', origin, refs], { cwd });
}
