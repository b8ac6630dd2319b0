import { changeTableOf, startsOf, type ChangeTable } from './change-table.ts';
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

/** The same of a history that is read already. `changes` are those of its commits, where they are there already. */
export function coChangeOf(
  history: History,
  { maxFiles = 15 }: CoChangeRules = {},
  changes: ChangeTable = changeTableOf(history.commits),
): CoChange {
  const { names, paths, starts } = changes;
  const ages = starts.length - 1;
  const sizeOf = (age: number): number => (starts[age + 1] as number) - (starts[age] as number);
  const weights = Float64Array.from({ length: ages }, (_, age) => 0.5 ** (age / halfLife));
  const { firsts, commits } = commitsByPath(changes, (age) => sizeOf(age) <= maxFiles);
  const totals = new Float64Array(names.length);
  for (let number = 0; number < names.length; number += 1)
    for (let at = firsts[number] as number; at < (firsts[number + 1] as number); at += 1)
      totals[number] = (totals[number] as number) + (weights[commits[at] as number] as number);
  let numbers: ReadonlyMap<string, number> | undefined;
  const numberOf = (path: string): number | undefined => {
    numbers ??= new Map(names.map((name, number) => [name, number]));
    return numbers.get(path);
  };

  function similarity(pathA: string, pathB: string): number {
    const [one, other] = [numberOf(pathA), numberOf(pathB)];
    if (one === undefined || other === undefined) return 0;
    let [atOne, atOther] = [firsts[one] as number, firsts[other] as number];
    const [endOne, endOther] = [firsts[one + 1] as number, firsts[other + 1] as number];
    let together = 0;
    while (atOne < endOne && atOther < endOther) {
      const [age, otherAge] = [commits[atOne] as number, commits[atOther] as number];
      if (age === otherAge) together += (weights[age] as number) / Math.sqrt(sizeOf(age));
      if (age <= otherAge) atOne += 1;
      if (otherAge <= age) atOther += 1;
    }
    return together / Math.sqrt(((totals[one] as number) + smoothing) * ((totals[other] as number) + smoothing));
  }

  function partners(path: string): readonly CoChangePartner[] {
    const own = numberOf(path);
    if (own === undefined) return [];
    const [first, end] = [firsts[own] as number, firsts[own + 1] as number];
    const counts = new Map<number, number>();
    for (const age of commits.subarray(first, end)) {
      for (const other of paths.subarray(starts[age], starts[age + 1]))
        if (other !== own) counts.set(other, (counts.get(other) ?? 0) + 1);
    }
    return [...counts]
      .map(([other, count]) => ({ path: names[other] ?? '', count, share: count / (end - first) }))
      .sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
  }

  return { commits: ages, partners: memoised(partners), similarity };
}

/** The table turned: commits that changed path `n`, the newest first, are those from `firsts[n]` to `firsts[n + 1]`. */
function commitsByPath(
  { names, paths, starts }: ChangeTable,
  isUsed: (age: number) => boolean,
): { readonly firsts: Uint32Array; readonly commits: Uint32Array } {
  const ages = starts.length - 1;
  const counts = new Uint32Array(names.length);
  const used = Array.from({ length: ages }, (_, age) => isUsed(age));
  const forEach = (visit: (path: number, age: number) => void): void => {
    for (let age = 0; age < ages; age += 1)
      if (used[age])
        for (let at = starts[age] as number; at < (starts[age + 1] as number); at += 1) visit(paths[at] as number, age);
  };
  forEach((path) => (counts[path] = (counts[path] as number) + 1));
  const firsts = startsOf(counts);
  const next = firsts.slice();
  const commits = new Uint32Array(firsts.at(-1) ?? 0);
  forEach((path, age) => {
    const place = next[path] as number;
    commits[place] = age;
    next[path] = place + 1;
  });
  return { firsts, commits };
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
