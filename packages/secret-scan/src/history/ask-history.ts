import { promisorRemote, type Repository } from '@cdev/git';
import { readHistoryCache, type ReadCache } from './history-cache.ts';
import { tipsOf } from './history-commits.ts';

/** What is known before anything of a history is read. */
export interface HistoryOutset {
  /** Where it begins, going backwards: all references and HEAD. */
  readonly tips: readonly string[];
  /** What an engine, perhaps another one, found before; empty where that was not asked for. */
  readonly remembered: ReadCache;
  /** From where what a partial clone lacks is fetched. */
  readonly remote: string | undefined;
}

export interface AskHistoryOptions {
  /** Default: false, what was found before is looked for. */
  readonly refresh?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Asks git what a scan of a history has to know before it reads: for who has to load what scans meanwhile.
 * @throws CDEV_E_GIT_*
 */
export async function askHistory(
  repository: Repository,
  { refresh = false, signal }: AskHistoryOptions = {},
): Promise<HistoryOutset> {
  const remembered: ReadCache = refresh ? {} : readHistoryCache(repository.commonDir);
  const [tips, remote] = await Promise.all([tipsOf(repository, signal), promisorRemote(repository, { signal })]);
  return { tips, remembered, remote };
}
