import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { PlacedFinding } from '../report/group-secrets.ts';

/** What is known of a history: what was found in all that could be reached from `tips`. Holds no secret. */
export interface HistoryCache {
  readonly schemaVersion: 1;
  /** Other rules find other things: a cache of theirs is not used. */
  readonly engine: string;
  readonly tips: readonly string[];
  readonly findings: readonly PlacedFinding[];
  readonly commits: number;
}

const fileOf = (commonDir: string): string => join(commonDir, 'cdev', 'secret-scan', 'history.json');

/** Undefined where there is none, or one that this version cannot use: then everything is read again. */
export async function readHistoryCache(commonDir: string, engine: string): Promise<HistoryCache | undefined> {
  try {
    const cache = JSON.parse(await readFile(fileOf(commonDir), 'utf8')) as HistoryCache;
    return cache.schemaVersion === 1 &&
      cache.engine === engine &&
      Array.isArray(cache.tips) &&
      Array.isArray(cache.findings)
      ? cache
      : undefined;
  } catch {
    return undefined;
  }
}

/** A cache that cannot be written costs time, no more. */
export async function writeHistoryCache(commonDir: string, cache: HistoryCache): Promise<boolean> {
  try {
    await mkdir(join(commonDir, 'cdev', 'secret-scan'), { recursive: true });
    await writeFileAtomic(fileOf(commonDir), `${JSON.stringify(cache)}\n`, { mode: 0o600 });
    return true;
  } catch {
    return false;
  }
}
