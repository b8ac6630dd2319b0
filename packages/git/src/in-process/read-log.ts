import type { Commit } from '../commit.ts';
import { listCommits } from '../commits-between.ts';
import { plain, withKnownRevisions } from '../revision.ts';
import { readCommit } from './read-commit.ts';
import { readerOf } from './reader.ts';
import { remember } from './remember.ts';

export interface LogRange {
  /** Full id of the newest commit. */
  readonly from: string;
  /** Full id; what is reachable from it is left out. */
  readonly until?: string | undefined;
  /** At most so many commits. Default 1,000. */
  readonly limit?: number | undefined;
}

interface Walk {
  readonly commonDir: string;
  /** Commits seen whose parents were not looked at yet. */
  readonly open: Commit[];
  /** Commits reachable from `until`. */
  readonly excluded: Set<string>;
  readonly seen: Set<string>;
}

/** Commits looked at beyond the point where only excluded ones are left: clocks differ, so a child may be older than its parent. */
const slop = 5;

/** Commits by time, newest first. @throws CDEV_E_GIT_UNKNOWN_REVISION, CDEV_E_GIT_LINKED_WORKTREE. */
export async function readLog(commonDir: string, range: LogRange): Promise<Commit[]> {
  const { from, until, limit = 1000 } = range;
  const { logs, isReadable } = await readerOf(commonDir);
  const read = isReadable ? walkBack : askNative;
  const commits = await remember(logs, `${from} ${until} ${limit}`, () => read(commonDir, { from, until, limit }));
  return [...commits];
}

type FullRange = LogRange & { readonly limit: number };

async function askNative(commonDir: string, { from, until, limit }: FullRange): Promise<Commit[]> {
  const revisions = until === undefined ? [from] : [from, until];
  const range = [`--max-count=${limit}`, plain(from), ...(until === undefined ? [] : [`^${plain(until)}`])];
  return withKnownRevisions(commonDir, revisions, () => listCommits(commonDir, range));
}

async function walkBack(commonDir: string, { from, until, limit }: FullRange): Promise<Commit[]> {
  const walk: Walk = { commonDir, open: [], excluded: new Set(), seen: new Set() };
  if (until !== undefined) await see(walk, until, true);
  await see(walk, from, from === until);
  const found: Commit[] = [];
  for (let left = slop; walk.open.length > 0 && left > 0;) {
    const commit = takeNewest(walk.open);
    const isExcluded = walk.excluded.has(commit.commit);
    if (!isExcluded) found.push(commit);
    if (until === undefined && found.length === limit) break;
    for (const parent of commit.parents) await see(walk, parent, isExcluded);
    left = walk.open.every(({ commit }) => walk.excluded.has(commit)) ? left - 1 : slop;
  }
  return found.filter(({ commit }) => !walk.excluded.has(commit)).slice(0, limit);
}

async function see(walk: Walk, oid: string, isExcluded: boolean): Promise<void> {
  const { open, excluded, seen } = walk;
  const isNews = isExcluded && !excluded.has(oid);
  if (isNews) excluded.add(oid);
  if (seen.has(oid) && !isNews) return;
  seen.add(oid);
  const commit = await readCommit(walk.commonDir, oid);
  if (!open.some(({ commit }) => commit === oid)) open.push(commit);
}

function takeNewest(open: Commit[]): Commit {
  let newest = 0;
  for (const [at, { time }] of open.entries()) if (time > (open[newest] as Commit).time) newest = at;
  return open.splice(newest, 1)[0] as Commit;
}
