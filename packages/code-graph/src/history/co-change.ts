import type { History } from './history.ts';
import { readHistory } from './read-history.ts';

export interface CoChangePartner {
  readonly path: string;
  /** Commits that changed both. */
  readonly count: number;
  /** Part of the first path's commits that changed this one too. */
  readonly share: number;
}

export interface CoChange {
  /** Number of commits looked at. */
  readonly commits: number;
  /** Files changed together with `path`, most often first. */
  readonly partners: (path: string) => readonly CoChangePartner[];
  /** 0 never together, towards 1 always: cosine over commits, recent and small ones weighing more, few commits held back. */
  readonly similarity: (pathA: string, pathB: string) => number;
}

export interface CoChangeRules {
  /** A commit that changed more files says nothing of their coupling. Default 15. */
  readonly maxFiles?: number | undefined;
}

export interface CoChangeOptions extends CoChangeRules {
  /** Most commits read. Default 4,000. */
  readonly limit?: number | undefined;
  readonly commit?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How often files of the repository were changed by the same commit; empty where there is no history. */
export async function coChange(cwd: string, options: CoChangeOptions = {}): Promise<CoChange> {
  return coChangeOf(await readHistory(cwd, options), options);
}

/** Commits after which a change counts half. */
const halfLife = 1500;
/** Commits that every file is taken to have alone, so that two files seen once are not yet a pair. */
const smoothing = 2;

/** The same of a history that is read already. */
export function coChangeOf(history: History, { maxFiles = 15 }: CoChangeRules = {}): CoChange {
  const commitsOf = new Map<string, number[]>();
  const used = history.commits.map(({ paths }) => (paths.length <= maxFiles ? paths : []));
  for (const [age, paths] of used.entries()) {
    for (const path of paths) {
      const known = commitsOf.get(path);
      if (known) known.push(age);
      else commitsOf.set(path, [age]);
    }
  }
  const weight = (age: number): number => 0.5 ** (age / halfLife);
  const total = memoised((path) => (commitsOf.get(path) ?? []).reduce((sum, age) => sum + weight(age), 0));

  function similarity(pathA: string, pathB: string): number {
    const [fewer, more] = [commitsOf.get(pathA) ?? [], commitsOf.get(pathB) ?? []].sort((a, b) => a.length - b.length);
    const others = new Set(more);
    let together = 0;
    for (const age of fewer ?? []) if (others.has(age)) together += weight(age) / Math.sqrt(used[age]?.length ?? 1);
    return together / Math.sqrt((total(pathA) + smoothing) * (total(pathB) + smoothing));
  }

  function partners(path: string): readonly CoChangePartner[] {
    const own = commitsOf.get(path) ?? [];
    const counts = new Map<string, number>();
    for (const age of own) {
      for (const other of used[age] ?? []) if (other !== path) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
    return [...counts]
      .map(([other, count]) => ({ path: other, count, share: count / own.length }))
      .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
  }

  return { commits: history.commits.length, partners: memoised(partners), similarity };
}

function memoised<Result>(compute: (path: string) => Result): (path: string) => Result {
  const known = new Map<string, Result>();
  return (path) => {
    const before = known.get(path);
    if (before !== undefined) return before;
    const result = compute(path);
    known.set(path, result);
    return result;
  };
}
