import type { Benchmark } from './frame/benchmark.ts';
import { largeDatabase, measuredRemote, usual, type FleetSetting } from './simulation/fleet-setting.ts';
import { simulateFleet, type FleetOutcome } from './simulation/simulate-fleet.ts';

type Change = Partial<FleetSetting>;

const { integration } = usual;
const largest = { agents: 10_000, workers: 500 };
const batches: FleetSetting['integration'] = { ...integration, mode: 'halves', batch: 32 };
const spaced: FleetSetting['integration'] = { ...integration, mode: 'spaced', batch: 32, slots: 8 };

/** Each with all those before it. */
const remedies: readonly (readonly [string, Change])[] = [
  ['heartbeats on the connections of words, as it was', { isHeartbeatApart: false }],
  ['a connection of their own for heartbeats, and a lease of 60 s', { isHeartbeatApart: true, lease: 60 }],
  ['+ one heartbeat and one word for a whole worker', { isBatched: true }],
  ['+ 10 plans', { plans: 10 }],
  ['+ a database of 16 cores', { database: largeDatabase }],
  ['+ a remote that serves 32 at once', { remote: { ...measuredRemote, servers: 32 } }],
  ['+ batches of 32, halved', { integration: batches }],
  ['+ 8 checks at once, spaced', { integration: spaced }],
  ['+ 10 targets', { integration: { ...spaced, targets: 10 } }],
];

/** All agents of a fleet as events: when it ends, and what waits for what. */
export const benchmark: Benchmark = {
  summary:
    'which part of a fleet gives first: up to 10,000 agents on 500 workers simulated from measured service times',
  bar: 'none: it is a forecast',
  run: async ({ note }) => {
    const rows: string[][] = [];
    const add = async (name: string, setting: FleetSetting): Promise<void> => {
      const start = performance.now();
      const outcome = await simulateFleet(setting);
      note(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
      rows.push([name, ...cells(outcome)]);
    };
    for (const agents of [100, 1000, 10_000])
      for (const workers of [10, 100, 500])
        await add(`${agents.toLocaleString('en')} on ${workers}`, { ...usual, agents, workers });
    let setting: FleetSetting = { ...usual, ...largest };
    for (const [name, change] of remedies) await add(name, (setting = { ...setting, ...change }));
    await add('all these, a clone for each agent', { ...setting, isCached: false });
    return {
      head: [
        'agents on workers',
        'agents end h',
        'all in h',
        'done',
        'failed',
        'claims lost',
        ...['database', 'words', 'remote', 'integration'].map((part) => `${part}: busy, p95 wait`),
        'longest waited for',
      ],
      rows,
      notes: [
        `Workers of ${usual.slots} slots; agents of ${usual.median / 60} minutes (log-normal, ${usual.spread}), one in ${usual.dependentEvery} waits for another; lease ${usual.lease} s, a word every ${usual.wordEvery} s, a snapshot every ${usual.snapshotEvery} s, ${usual.attempts} attempts; integration one by one, checks of ${integration.check} s, ${100 * integration.breaks} % break (both assumed). Service times: \`src/simulation/fleet-setting.ts\`. Below the first nine: 10,000 on 500, each with all that stands before it. Database, words and remote until the last agent ends. Seed ${usual.seed}.`,
      ],
    };
  },
};

function cells({ agentsEnd, finish, done, failed, lost, parts }: FleetOutcome): string[] {
  const longest = Object.entries(parts).toSorted(([, one], [, other]) => other.p95Wait - one.p95Wait)[0];
  return [
    (agentsEnd / 3600).toFixed(1),
    (finish / 3600).toFixed(1),
    String(done),
    String(failed),
    String(lost),
    ...Object.values(parts).map(({ busy, p95Wait }) => `${(100 * busy).toFixed(0)} %, ${waitText(p95Wait)}`),
    longest === undefined || longest[1].p95Wait < 10 ? 'none' : lost > done ? 'engine: claims lost' : longest[0],
  ];
}

function waitText(seconds: number): string {
  if (seconds < 100) return `${seconds.toFixed(seconds < 1 ? 2 : 0)} s`;
  return seconds < 6000 ? `${(seconds / 60).toFixed(0)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
