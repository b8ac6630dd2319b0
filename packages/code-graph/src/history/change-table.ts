import type { PastCommit } from './history.ts';

/** Which paths each commit changed, in numbers: tens of thousands of pairs are met again and again. */
export interface ChangeTable {
  /** Each path once. */
  readonly names: readonly string[];
  /** Numbers of the paths of commit `n` are those from `starts[n]` to `starts[n + 1]`. */
  readonly paths: Uint8Array | Uint16Array | Uint32Array;
  readonly starts: Uint32Array;
}

export function changeTableOf(commits: readonly PastCommit[]): ChangeTable {
  const numbers = new Map<string, number>();
  const numberOf = (path: string): number => {
    const known = numbers.get(path);
    if (known !== undefined) return known;
    numbers.set(path, numbers.size);
    return numbers.size - 1;
  };
  const paths = Uint32Array.from(commits.flatMap((commit) => commit.paths.map(numberOf)));
  return { names: [...numbers.keys()], paths, starts: startsOf(commits.map((commit) => commit.paths.length)) };
}

/** Where the entries of each begin, and where those of the last end. */
export function startsOf(counts: ArrayLike<number>): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (let at = 0; at < counts.length; at += 1) starts[at + 1] = (starts[at] ?? 0) + (counts[at] ?? 0);
  return starts;
}
