import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive, processStartTime } from '@cdev/git';

/** The folders of a run; all of them go with it. */
export interface Scratch {
  readonly folder: string;
  readonly home: string;
  readonly artifacts: string;
  readonly caches: string;
  readonly remove: () => Promise<void>;
}

const prefix = 'cdev-workflow-';

/** Names its process, so that a later run can tell what a killed one left and take it away. */
export async function makeScratch(temporary: string, pid: number): Promise<Scratch> {
  const base = await realpath(temporary);
  await removeAbandoned(base);
  const folder = await mkdtemp(join(base, `${prefix}${pid}-${processStartTime(pid) || '0'}-`));
  const [home, artifacts, caches] = ['home', 'artifacts', 'caches'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  await Promise.all([home, artifacts, caches].map((path) => mkdir(path)));
  return { folder, home, artifacts, caches, remove: () => removeFolder(folder) };
}

async function removeAbandoned(base: string): Promise<void> {
  const names = await readdir(base).catch(() => []);
  for (const name of names) {
    const [, pid, startTime] = /^cdev-workflow-(\d+)-(\d+)-\w+$/.exec(name) ?? [];
    if (pid === undefined || isProcessAlive(Number(pid), startTime === '0' ? '' : startTime)) continue;
    // It may be another user's.
    await removeFolder(join(base, name)).catch(() => {});
  }
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}
