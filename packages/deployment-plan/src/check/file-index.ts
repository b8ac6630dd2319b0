import { isExactPath, patternMatcher } from '../pattern/matches-pattern.ts';

/** Paths that patterns are asked of: sorted, so that only those with a pattern's plain beginning are looked at. */
export interface FileIndex {
  readonly has: (path: string) => boolean;
  /** Paths that the pattern matches, sorted. */
  readonly matching: (pattern: string) => Iterable<string>;
  /** Whether one path at least is matched. */
  readonly matches: (pattern: string) => boolean;
}

export function createFileIndex(paths: Iterable<string>): FileIndex {
  const known = new Set(paths);
  const sorted = [...known].toSorted((a, b) => (a < b ? -1 : 1));

  function* matching(pattern: string): Generator<string> {
    if (known.has(pattern)) yield pattern;
    if (isExactPath(pattern)) return;
    // `a/**` takes `a` too, so a slash at the end of the plain beginning is not asked for.
    const beginning = (/^[^*?[{\\]*/.exec(pattern)?.[0] ?? '').replace(/\/$/, '');
    const isMatch = patternMatcher(pattern);
    for (let at = firstFrom(sorted, beginning); at < sorted.length; at += 1) {
      const path = sorted[at] ?? '';
      if (!path.startsWith(beginning)) return;
      if (path !== pattern && isMatch(path)) yield path;
    }
  }

  return {
    has: (path) => known.has(path),
    matching,
    matches: (pattern) => matching(pattern).next().done !== true,
  };
}

/** Index of the first path that is not before `text`. */
function firstFrom(sorted: readonly string[], text: string): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}
