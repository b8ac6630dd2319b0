import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { withLock, writeFileAtomic, type Repository } from '@cdev/git';
import { errors } from './errors.ts';

export interface AllotPortsOptions {
  /** First port tried. Default 4100. */
  readonly from?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

type Ports = Readonly<Record<string, number>>;

const highest = 65_535;

/**
 * One port per id, recorded in `<common git dir>/cdev/ports.json`: an id that has one keeps it, a new one gets the lowest that nobody
 * has and on which nothing listens. Ids are the caller's: `plan/agent` keeps those of several plans apart.
 * @throws CDEV_E_WORKSPACE_NO_PORT.
 */
export async function allotPorts(
  repository: Repository,
  ids: readonly string[],
  options: AllotPortsOptions = {},
): Promise<Record<string, number>> {
  const { from = 4100, signal } = options;
  return changeRecord(repository, signal, async (known) => {
    const taken = new Set(Object.values(known));
    const allotted: Record<string, number> = {};
    for (const id of ids) {
      const port = known[id] ?? allotted[id] ?? (await findFree(from, taken));
      taken.add(port);
      allotted[id] = port;
    }
    return { record: { ...known, ...allotted }, answer: allotted };
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
    const text = `${JSON.stringify({ schemaVersion: 1, ports: sorted }, null, 2)}\n`;
    if (JSON.stringify(known) !== JSON.stringify(sorted)) await writeFileAtomic(file, text);
    return answer;
  });
}

/** A record that cannot be read is begun anew: all it can cost is another port. */
async function readRecord(file: string): Promise<Ports> {
  try {
    const { ports } = JSON.parse(await readFile(file, 'utf8')) as { ports?: unknown };
    const entries = Object.entries(typeof ports === 'object' && ports !== null ? ports : {});
    return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isInteger(entry[1])));
  } catch {
    return {};
  }
}

async function findFree(from: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = from; port <= highest; port += 1) if (!taken.has(port) && (await isFree(port))) return port;
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
