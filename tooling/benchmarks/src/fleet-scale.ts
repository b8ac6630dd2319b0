import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { openFleet, type Claim, type FleetEngine } from '@cdev/agent-fleet';
import { claimFence, promote } from '@cdev/agent-fleet/remote';
import { findPostgres, tempPostgres } from '@cdev/test-kit';
import type { Benchmark } from './frame/benchmark.ts';

/** Minutes that an agent works, seconds between its words, seconds that one merge with its checks takes in the integration. */
const [minutes, wordEvery, mergeSeconds] = [20, 10, 60];
const perWorker = 20;
const sizes = [100, 1000, 10_000];
const worker = { id: 'bench', host: 'bench', version: '1' };

interface Part {
  readonly name: string;
  /** Asked of it a second, by so many agents at work. */
  readonly asked: (agents: number) => number;
  /** What it does a second, as measured or as assumed. */
  readonly does: number;
  readonly origin: string;
}

/** What each part of a fleet does a second here, and from there what many agents would ask of it: which gives first. */
export const benchmark: Benchmark = {
  summary: 'which part of a fleet gives first: service times measured, 10,000 agents simulated',
  bar: 'none: it is a forecast',
  run: async ({ note }) => {
    const bin = findPostgres();
    const head = [
      'part',
      'does a second',
      'from',
      ...sizes.map((size) => `${size.toLocaleString('en')} agents: busy`),
      'longest wait s at 10,000',
    ];
    if (bin === undefined) return { head, rows: [], notes: ['Not run: PostgreSQL is not here.'] };
    await using server = await tempPostgres(bin);
    const parts = await measureParts(server.url, note);
    const rows = parts.map((part) => [
      part.name,
      part.does.toFixed(part.does < 10 ? 2 : 0),
      part.origin,
      ...sizes.map((size) => `${((100 * part.asked(size)) / part.does).toFixed(0)} %`),
      waitText(longestWait(part.asked(sizes.at(-1) ?? 0), part.does)),
    ]);
    const load = loadavg()[0]?.toFixed(1);
    return {
      head,
      rows,
      notes: [
        `Agents of ${minutes} minutes, ${perWorker} to a worker, a word every ${wordEvery} s, a heartbeat every 2.5 s, all of one run; integration one after the other, ${mergeSeconds} s each. Measured on ${availableParallelism()} cores that PostgreSQL, git and the asking processes share; load at the end: ${load}. The wait is that of a queue with one server over an hour, arrivals by chance; "grows" where more is asked than done.`,
      ],
    };
  },
};

async function measureParts(url: string, note: (text: string) => void): Promise<Part[]> {
  await using engine = await openFleet({ url, lease: 600_000 });
  const run = 'scale';
  const tasks = Array.from({ length: 400 }, (_, at) => ({ id: `t${at}`, payload: {}, labels: ['scale'] }));
  await engine.submit({ run, tasks });
  const take = (): Promise<Claim | undefined> => engine.claim({ worker, labels: ['scale'] });
  const held = (await Promise.all(Array.from({ length: 8 }, take))).filter((claim) => claim !== undefined);
  note('heartbeats');
  const heartbeats = await rateOf(held, (claim) => engine.heartbeat(claim));
  note('words');
  const words = await rateOf(held, (claim) =>
    engine.event(claim, { host: 'x', events: [], log: { attempt: 1, from: 0, lines: ['x'.repeat(200)] } }),
  );
  note('claims with their ends');
  const ends = await rateOf(held, async () => endOne(engine, await take()));
  note('promotions at the remote');
  const promotions = measurePromotions();
  const perSecond = 1 / (minutes * 60);
  return [
    { name: 'engine: heartbeats', asked: (agents) => agents / 2.5, does: heartbeats, origin: 'measured, 8 at once' },
    {
      name: 'engine: words of one run',
      asked: (agents) => agents / wordEvery,
      does: words,
      origin: 'measured, 8 at once',
    },
    {
      name: 'engine: claims with their ends',
      asked: (agents) => agents * perSecond,
      does: ends,
      origin: 'measured, 8 at once',
    },
    {
      name: 'remote: fence and promotion',
      asked: (agents) => agents * perSecond,
      does: await promotions,
      origin: 'measured, 4 at once',
    },
    { name: 'integration', asked: (agents) => agents * perSecond, does: 1 / mergeSeconds, origin: 'assumed' },
  ];
}

async function endOne(engine: FleetEngine, claim: Claim | undefined): Promise<void> {
  if (claim !== undefined) await engine.complete(claim);
}

/** As many a second as so many make that ask again as soon as they have their answer, for three seconds. */
async function rateOf<Asker>(askers: readonly Asker[], ask: (asker: Asker) => Promise<unknown>): Promise<number> {
  const start = performance.now();
  let count = 0;
  const keepAsking = async (asker: Asker): Promise<void> => {
    while (performance.now() - start < 3000) {
      await ask(asker);
      count += 1;
    }
  };
  await Promise.all(askers.map(keepAsking));
  return (1000 * count) / (performance.now() - start);
}

/** Each by a repository of its own, as workers have; each makes the two pushes of a fence and a promotion. */
async function measurePromotions(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'fleet-scale-'));
  try {
    const git = (cwd: string, ...args: string[]): string => execFileSync('git', args, { cwd, encoding: 'utf8' }).trim();
    const origin = join(folder, 'origin.git');
    git(folder, 'init', '--quiet', '--bare', origin);
    const askers = ['a', 'b', 'c', 'd'].map((name) => join(folder, name));
    for (const asker of askers) git(folder, 'init', '--quiet', asker);
    let next = 0;
    return await rateOf(askers, async (repository) => {
      const claim = { run: 'scale', task: `t${(next += 1)}`, attempt: 1 };
      const identity = ['-c', 'user.name=x', '-c', 'user.email=x@localhost'];
      const tree = execFileSync('git', ['mktree'], { cwd: repository, input: '', encoding: 'utf8' }).trim();
      const commit = git(repository, ...identity, 'commit-tree', '-m', claim.task, tree);
      const fence = await claimFence({ repository, remote: origin, claim, worker: 'x' });
      await promote({ repository, remote: origin, fence, branch: `refs/heads/${claim.task}`, from: undefined, commit });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Of a queue with one server and steady service, arrivals by chance, over an hour; by a generator with a fixed beginning. */
function longestWait(asked: number, does: number): number {
  let seed = 1;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  let [now, free, longest] = [0, 0, 0];
  while (now < 3600) {
    now += -Math.log(1 - random()) / asked;
    free = Math.max(free, now) + 1 / does;
    longest = Math.max(longest, free - now);
  }
  return longest;
}

function waitText(seconds: number): string {
  return seconds > 60 ? 'grows' : seconds.toFixed(seconds < 1 ? 3 : 1);
}
