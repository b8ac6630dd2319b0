import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { errors } from './errors.ts';

export interface AllotPortsOptions {
  /** First port tried. Default 4100. */
  readonly from?: number | undefined;
  /** How many ports in a row each id gets. Default 1. */
  readonly count?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

interface PortRange {
  readonly first: number;
  readonly count: number;
}

type Ports = Readonly<Record<string, PortRange>>;

const highest = 65_535;

/**
 * One port per id, or the first of a range, recorded in `<common git dir>/cdev/ports.json`: an id that has one (of that length at least) keeps
 * it, a new one gets the lowest that nobody has and on none of which anything listens. Ids are the caller's: `plan/agent` keeps those of several plans apart.
 * @throws CDEV_E_WORKSPACE_NO_PORT.
 */
export async function allotPorts(
  repository: Repository,
  ids: readonly string[],
  options: AllotPortsOptions = {},
): Promise<Record<string, number>> {
  const { from = 4100, count = 1, signal } = options;
  return changeRecord(repository, signal, async (known) => {
    const taken = new Set(Object.values(known).flatMap(portsOf));
    const allotted: Record<string, PortRange> = {};
    for (const id of ids) {
      const present = known[id] ?? allotted[id];
      const isEnough = present !== undefined && present.count >= count;
      const range = isEnough ? present : { first: await findFree({ from, count, taken }), count };
      for (const port of portsOf(range)) taken.add(port);
      allotted[id] = range;
    }
    const answer = Object.fromEntries(Object.entries(allotted).map(([id, { first }]) => [id, first]));
    return { record: { ...known, ...allotted }, answer };
  });
}

/** Gives the ports of these ids back; ids that have none are fine. */
export async function releasePorts(repository: Repository, ids: readonly string[]): Promise<void> {
  await changeRecord(repository, undefined, (known) => {
    const record = Object.fromEntries(Object.entries(known).filter(([id]) => !ids.includes(id)));
    return Promise.resolve({ record, answer: undefined });
  });
}

async function changeRecord<Answer>(
  { commonDir }: Repository,
  signal: AbortSignal | undefined,
  change: (known: Ports) => Promise<{ record: Ports; answer: Answer }>,
): Promise<Answer> {
  const file = join(commonDir, 'cdev', 'ports.json');
  const lock = join(commonDir, 'cdev', 'locks', 'ports.lock');
  return withLock(lock, { what: 'the record of ports', signal }, async () => {
    const known = await readRecord(file);
    const { record, answer } = await change(known);
    const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
    // A single port is a number, as it has been from the beginning.
    const ports = Object.fromEntries(
      Object.entries(sorted).map(([id, range]) => [id, range.count === 1 ? range.first : range]),
    );
    const text = `${JSON.stringify({ schemaVersion: 1, ports }, null, 2)}\n`;
    if (JSON.stringify(known) !== JSON.stringify(sorted)) await writeFileAtomic(file, text);
    return answer;
  });
}

/** A record that cannot be read is begun anew: all it can cost is another port. */
async function readRecord(file: string): Promise<Ports> {
  try {
    const { ports } = JSON.parse(await readFile(file, 'utf8')) as { ports?: unknown };
    const entries = Object.entries(typeof ports === 'object' && ports !== null ? ports : {});
    return Object.fromEntries(
      entries.flatMap(([id, value]) => {
        const range = rangeOf(value);
        return range ? [[id, range] as const] : [];
      }),
    );
  } catch {
    return {};
  }
}

function rangeOf(value: unknown): PortRange | undefined {
  const { first, count } = typeof value === 'number' ? { first: value, count: 1 } : (value as Partial<PortRange>);
  const isWhole = Number.isInteger(first) && Number.isInteger(count);
  return isWhole ? { first: first as number, count: count as number } : undefined;
}

function portsOf({ first, count }: PortRange): number[] {
  return Array.from({ length: count }, (_, at) => first + at);
}

interface Search {
  readonly from: number;
  readonly count: number;
  readonly taken: ReadonlySet<number>;
}

async function findFree({ from, count, taken }: Search): Promise<number> {
  let first = from;
  for (let port = from; port <= highest; port += 1) {
    if (taken.has(port) || !(await isFree(port))) first = port + 1;
    else if (port - first + 1 === count) return first;
  }
  throw errors.make('CDEV_E_WORKSPACE_NO_PORT', { from: String(from) });
}

/** On all addresses and on the local one: a program that listens only there does not show in the first. */
async function isFree(port: number): Promise<boolean> {
  return (await canListen(port)) && (await canListen(port, '127.0.0.1'));
}

async function canListen(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
