import { promisorRemote, type Repository } from '@cdev/git';
import { engineVersion } from '../engine/engine-version-at-build.ts';
import { readHistoryCache, type HistoryCache, type ReadCache } from './history-cache.ts';
import { stashesOf, tipsOf, type Tips } from './history-commits.ts';
import { beginSlice, rangeSlice, type BegunSlice } from './start-patches.ts';

/** What is known before anything of a history is read. */
export interface HistoryOutset extends Tips {
  /** What an engine, perhaps another one, found before; empty where that was not asked for. */
  readonly remembered: ReadCache;
  /** From where what a partial clone lacks is fetched. */
  readonly remote: string | undefined;
  /** What is new since what this engine found before, where reading it was begun: the git may have looked before `tips` were told. */
  readonly begun?: BegunSlice | undefined;
}

export interface AskHistoryOptions {
  /** Default: false, what was found before is looked for. */
  readonly refresh?: boolean | undefined;
  /** Whether what is new is to be read at once; `scanHistory` has to be called then. Default: false. */
  readonly begin?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks git what a scan of a history has to know before it reads: for who has to load what scans meanwhile.
 * @throws CDEV_E_GIT_*
 */
export async function askHistory(
  repository: Repository,
  { refresh = false, begin = false, signal }: AskHistoryOptions = {},
): Promise<HistoryOutset> {
  const remembered: ReadCache = refresh ? {} : readHistoryCache(repository.commonDir);
  const asked = promisorRemote(repository, { signal });
  const stashes = await stashesOf(repository, signal);
  // A partial clone is first given what it lacks.
  const isWhole = begin && (await asked) === undefined;
  const begun = isWhole ? beginNew(repository, remembered.cache, stashes, signal) : undefined;
  try {
    const [tips, remote] = await Promise.all([tipsOf(repository, stashes, signal), asked]);
    return { ...tips, remembered, remote, begun };
  } catch (error) {
    begun?.git.stop();
    throw error;
  }
}

function beginNew(
  repository: Repository,
  cache: HistoryCache | undefined,
  stashes: readonly string[],
  signal: AbortSignal | undefined,
): BegunSlice | undefined {
  if (cache?.engine !== engineVersion) return undefined;
  const slice = rangeSlice(repository, rangeAfter(stashes, cache.tips), true);
  return beginSlice(repository, { ...slice, walk: [...slice.walk, '--all'] }, signal);
}

/** The commits that lead to `tips` and to none of the known ones, as `git rev-list --stdin` takes them. */
export function rangeAfter(tips: readonly string[], known: readonly string[]): string {
  return [...tips, ...known.map((tip) => `^${tip}`), ''].join('\n');
}
