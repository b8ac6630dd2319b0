import { matchSequences } from './match-sequences.ts';

/**
 * Whether one edit of the base does all that another does and more: it removes every item that the smaller one
 * removes and inserts, in the same order, every item that the smaller one inserts.
 */
export function editContains(base: readonly string[], larger: readonly string[], smaller: readonly string[]): boolean {
  const [large, small] = [editOf(base, larger), editOf(base, smaller)];
  if (small.inserted.length === 0 && small.kept.size === base.length) return false;
  if ([...large.kept].some((place) => !small.kept.has(place))) return false;
  let found = 0;
  for (const item of large.inserted) if (item === small.inserted[found]) found += 1;
  return found === small.inserted.length;
}

/** Which items of the base stay, and what comes in. */
function editOf(base: readonly string[], side: readonly string[]): { kept: ReadonlySet<number>; inserted: string[] } {
  const kept = new Set<number>();
  const common = new Set<number>();
  for (const { left, right, length } of matchSequences(base, side)) {
    for (let step = 0; step < length; step += 1) {
      kept.add(left + step);
      common.add(right + step);
    }
  }
  return { kept, inserted: side.filter((_, place) => !common.has(place)) };
}
