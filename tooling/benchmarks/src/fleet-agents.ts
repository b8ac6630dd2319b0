import { loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { openFleet, type FleetEvent } from '@cdev/agent-fleet';
import { openGround, type Ground, type Program } from '@cdev/fleet-trial';
import { findPostgres, tempPostgres } from '@cdev/test-kit';
import type { Benchmark } from './frame/benchmark.ts';
import { databaseSeconds } from './frame/database-seconds.ts';

const made = 'mkdir -p src/$CDEV_AGENT && echo "by $CDEV_AGENT" > src/$CDEV_AGENT/made.txt';
/** Agents at once on a worker: few, so that they queue; and so many that a lost one waits for no slot. */
const slots = { queued: 2, free: 6 };

interface Measured {
  readonly seconds: number;
  readonly twice: number;
  readonly lost: number;
  readonly submitter: number;
  readonly workers: number;
  readonly database: number;
  /** Of the kill; undefined where nobody was killed. */
  readonly recovery: number | undefined;
}

/** Agents that do next to nothing over three workers on PostgreSQL: what the fleet itself takes; and the same with a worker killed in the middle. */
export const benchmark: Benchmark = {
  summary:
    'agents over three workers of a fleet, and one of them killed: pnpm bench fleet-agents [agents] [agents with a kill]',
  bar: 'nothing twice, nothing lost; what a killed worker had is claimed again within 15 s',
  run: async ({ args, note }) => {
    const [many = 200, fewer = 9] = args.map(Number);
    const head = [
      'agents',
      'killed',
      'all s',
      'done twice',
      'lost',
      'SIGKILL to claimed again s',
      'CPU s: submitter',
      'workers',
      'PostgreSQL',
    ];
    const bin = findPostgres();
    if (bin === undefined) return { head, rows: [], notes: ['Not run: PostgreSQL is not here.'] };
    const rows: string[][] = [];
    let isMet = true;
    for (const [count, kills] of [
      [many, false],
      [fewer, true],
    ] as const) {
      note(`${count} agents${kills ? ', a worker is killed in the middle' : ''}`);
      await using server = await tempPostgres(bin);
      const { seconds, twice, lost, recovery, submitter, workers, database } = await measure(server.url, {
        count,
        kills,
        note,
      });
      // A kill of which nobody noticed anything shows nothing.
      isMet &&= twice === 0 && lost === 0 && (!kills || (recovery !== undefined && recovery > 0 && recovery <= 15));
      const figures = [seconds, submitter, workers, database].map((figure) => figure.toFixed(1));
      const [all = '', ...cpu] = figures;
      rows.push([
        String(count),
        kills ? '1 of 3' : 'none',
        all,
        String(twice),
        String(lost),
        recovery?.toFixed(1) ?? '–',
        ...cpu,
      ]);
    }
    const load = loadavg()[0]?.toFixed(1);
    return {
      head,
      rows,
      isMet,
      notes: [
        `Three workers with ${slots.queued} agents at once each (${slots.free} where one is killed, while all its agents are at work), as processes of their own with a clone of their own of a bare repository on this machine; an agent writes one file; where nobody is killed one in five waits for another one. Submitter, workers, agents and PostgreSQL share the machine; its load at the end: ${load}.`,
      ],
    };
  },
};

interface Setting {
  readonly count: number;
  readonly kills: boolean;
  readonly note: (text: string) => void;
}

async function measure(url: string, { count, kills, note }: Setting): Promise<Measured> {
  const names = Array.from({ length: count }, (_, at) => `a${at}`);
  const agents = Object.fromEntries(names.map((name, at) => [name, !kills && at % 5 === 4 ? [`a${at - 1}`] : []]));
  await using ground = await openGround({ engine: url, agents });
  const workers = await Promise.all(
    ['w1', 'w2', 'w3'].map((name) => ground.worker(name, { slots: kills ? slots.free : slots.queued })),
  );
  for (const one of workers) while (!(await one.output()).includes('at once')) await pause(100);
  const start = performance.now();
  const submitting = ground.submit(kills ? `${made}; sleep 12` : made);
  const over = new AbortController();
  void submitting.ended.then(() => over.abort());
  let killedAt: number | undefined;
  let database = 0;
  const all: readonly Program[] = [submitting, ...workers];
  while (!over.signal.aborted) {
    await pause(1000);
    database = Math.max(database, databaseSeconds(url));
    await Promise.all(all.map((one) => one.cpu()));
    const done = (await ground.promoted()).size;
    note(`${done} of ${count} after ${((performance.now() - start) / 1000).toFixed(0)} s`);
    const working = kills
      ? [...(await ground.state()).agents.values()].filter(({ status }) => status === 'running')
      : [];
    if (killedAt === undefined && working.length === count) {
      const outputs = await Promise.all(workers.map((one) => one.output()));
      const busy = outputs.findIndex((text) => /^✓ a\d+: workspace/m.test(text));
      workers[busy]?.kill('SIGKILL');
      killedAt = Date.now();
    }
  }
  const seconds = (performance.now() - start) / 1000;
  const cpu = await Promise.all(all.map((one) => one.cpu()));
  const events = await eventsOf(ground, url);
  const promoted = await ground.promoted();
  const { agents: states } = await ground.state();
  return {
    seconds,
    twice: names.filter((name) => events.filter(({ task, kind }) => task === name && kind === 'done').length > 1)
      .length,
    lost: names.filter(
      (name) => states.get(name)?.status !== 'committed' || states.get(name)?.commit !== promoted.get(name),
    ).length,
    recovery: killedAt === undefined ? undefined : recoveryOf(events, killedAt),
    submitter: cpu[0] ?? 0,
    workers: cpu.slice(1).reduce((sum, one) => sum + one, 0),
    database,
  };
}

/** From the kill until the last of its tasks is claimed again. */
function recoveryOf(events: readonly FleetEvent[], killedAt: number): number {
  const lost = events.filter(({ kind, cause, at }) => kind === 'retried' && cause === 'lease' && at >= killedAt);
  const again = lost.map(({ task, number }) => {
    const next = events.find((event) => event.task === task && event.kind === 'claimed' && event.number > number);
    return ((next?.at ?? Number.POSITIVE_INFINITY) - killedAt) / 1000;
  });
  return Math.max(0, ...again);
}

async function eventsOf(ground: Ground, url: string): Promise<readonly FleetEvent[]> {
  const run = (await ground.events()).find(({ fleet }) => fleet !== undefined)?.fleet?.run ?? '';
  await using engine = await openFleet({ url });
  const events: FleetEvent[] = [];
  for await (const event of engine.watch(run)) events.push(event);
  return events;
}
