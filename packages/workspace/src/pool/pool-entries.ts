import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, processStartTime, writeFileAtomic } from '@cdev/git';

/** A worktree that stands ready, or is on its way in or out. Recorded in `<common git dir>/cdev/pool/<id>.json`. */
export interface PoolEntry {
  readonly id: string;
  readonly path: string;
  /** The worktree's own git directory. */
  readonly gitDir: string;
  /** Full id: whose files it has. */
  readonly commit: string;
  /** `spoilt`: somebody has changed something in it, so nobody is given it. */
  readonly state: 'filling' | 'ready' | 'claimed' | 'spoilt';
  /** Who fills or claims it. When that process is gone the entry is anybody's. */
  readonly holder?: { readonly pid: number; readonly startTime: string } | undefined;
}

export function poolLock(commonDir: string): string {
  return join(commonDir, 'cdev', 'locks', 'pool.lock');
}

const recordsOf = (commonDir: string): string => join(commonDir, 'cdev', 'pool');

/** All of them, by id. A record that cannot be read is left out: its worktree is one that nobody is given. */
export async function readEntries(commonDir: string): Promise<PoolEntry[]> {
  const folder = recordsOf(commonDir);
  const names = await readdir(folder).catch((): string[] => []);
  const entries = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readEntry(join(folder, name))),
  );
  return entries.filter((entry) => entry !== undefined).sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function readEntry(file: string): Promise<PoolEntry | undefined> {
  try {
    const entry = JSON.parse(await readFile(file, 'utf8')) as PoolEntry;
    const isWhole = [entry.id, entry.path, entry.gitDir, entry.commit].every((field) => typeof field === 'string');
    return isWhole ? entry : undefined;
  } catch {
    return undefined;
  }
}

export async function writeEntry(commonDir: string, entry: PoolEntry): Promise<PoolEntry> {
  const text = `${JSON.stringify({ schemaVersion: 1, ...entry })}\n`;
  await mkdir(recordsOf(commonDir), { recursive: true });
  await writeFileAtomic(join(recordsOf(commonDir), `${entry.id}.json`), text);
  return entry;
}

export async function dropEntry(commonDir: string, { id }: Pick<PoolEntry, 'id'>): Promise<void> {
  await rm(join(recordsOf(commonDir), `${id}.json`), { force: true });
}

/** This process, as the holder of an entry. */
export function self(): NonNullable<PoolEntry['holder']> {
  return { pid: process.pid, startTime: processStartTime(process.pid) };
}

/** Whether somebody who lives has it in hand. */
export function isHeld({ state, holder }: PoolEntry): boolean {
  return (
    (state === 'filling' || state === 'claimed') && holder !== undefined && isProcessAlive(holder.pid, holder.startTime)
  );
}
