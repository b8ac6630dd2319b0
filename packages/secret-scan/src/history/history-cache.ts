import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomic } from '@cdev/git';
import type { PlacedFinding } from '../report/group-secrets.ts';

/** What is known of a history: what was found in all that could be reached from `tips`. Holds no secret. */
export interface HistoryCache {
  readonly schemaVersion: 3;
  /** Other rules find other things: a cache of theirs is not used. */
  readonly engine: string;
  readonly tips: readonly string[];
  /** A secret in a file once for each commit that brought it in: which of them are still there is asked at each use. */
  readonly findings: readonly PlacedFinding[];
  readonly commits: number;
  /** What was passed over, and why. */
  readonly unread: readonly UnreadVersion[];
  /** What was found in what references lead to that is no commit, by its id. */
  readonly others: Readonly<Record<string, readonly PlacedFinding[]>>;
}

/** A version of a file that was not looked at, or not to its end. */
export interface UnreadVersion {
  readonly path: string;
  readonly commit: string;
  /** "is larger than 64 MB". */
  readonly reason: string;
}

/** One sentence for each file, whichever of its versions. */
export function unreadGaps(unread: readonly UnreadVersion[]): string[] {
  const versions = Map.groupBy(unread, ({ path, reason }) => `${path} ${reason}`);
  return [...versions].map(([what, { length }]) => (length === 1 ? what : `${what}, in ${length} commits`));
}

export interface ReadCache {
  readonly cache?: HistoryCache;
  /** Why what is there cannot be used: everything is read again then. Undefined where there is nothing. */
  readonly discarded?: string;
}

const fileOf = (commonDir: string): string => join(commonDir, 'cdev', 'secret-scan', 'history.json');
/** A larger one would take longer to read than much of a history. */
const mostBytes = 32_000_000;

/** Without waiting, so that git can be asked about it at once. Never throws: what cannot be used is told. What other rules found is among it. */
export function readHistoryCache(commonDir: string): ReadCache {
  let text: string;
  try {
    text = readFileSync(fileOf(commonDir), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? {} : { discarded: `cannot be read (${code ?? 'unknown reason'})` };
  }
  const cache = parse(text);
  return cache === undefined ? { discarded: 'is broken' } : { cache };
}

/** What was read, where it was found by the same rules. */
export function ofEngine(read: ReadCache, engine: string): ReadCache {
  const { cache } = read;
  return cache === undefined || (cache.schemaVersion === 3 && cache.engine === engine)
    ? read
    : { discarded: 'is of other rules' };
}

function parse(text: string): HistoryCache | undefined {
  try {
    const cache = JSON.parse(text) as Partial<HistoryCache> | null;
    const isWhole = Array.isArray(cache?.tips) && Array.isArray(cache.findings) && typeof cache.commits === 'number';
    const isOwn = cache?.schemaVersion === 3;
    return isWhole && (!isOwn || (isRecord(cache.others) && Array.isArray(cache.unread)))
      ? (cache as HistoryCache)
      : undefined;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

/** A cache that cannot be written, or would be too large, costs time, no more. Written whole or not at all, whoever else writes. */
export async function writeHistoryCache(commonDir: string, cache: HistoryCache): Promise<boolean> {
  const text = `${JSON.stringify(cache)}\n`;
  if (text.length > mostBytes) return false;
  try {
    await mkdir(join(commonDir, 'cdev', 'secret-scan'), { recursive: true });
    await writeFileAtomic(fileOf(commonDir), text, { mode: 0o600, isDurable: false });
    return true;
  } catch {
    return false;
  }
}
