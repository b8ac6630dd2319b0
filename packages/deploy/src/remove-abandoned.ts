import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isProcessAlive } from '@cdev/git';

/** Removes folders `<prefix><process id>-…` of processes that were killed. */
export async function removeAbandoned(parent: string, prefix: string): Promise<void> {
  const names = await readdir(parent).catch((): string[] => []);
  for (const name of names) {
    const pid = name.startsWith(prefix) ? Number(/^(\d+)-/.exec(name.slice(prefix.length))?.[1]) : Number.NaN;
    if (Number.isNaN(pid) || isProcessAlive(pid)) continue;
    // Another user's is not ours to remove, nor is one that somebody else is removing.
    await rm(join(parent, name), { recursive: true, force: true }).catch(() => {});
  }
}
