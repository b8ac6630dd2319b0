/**
 * How a queue is gone through. `one-by-one`: each tree; `halves`: the whole batch, halved when it fails; `spaced`: several evenly spaced prefixes of
 * the batch at once; `prefixes`: the next few trees at once.
 */
export type QueueMode = 'one-by-one' | 'halves' | 'spaced' | 'prefixes';

export interface SearchState {
  readonly mode: QueueMode;
  readonly slots: number;
  /** The longest prefix that is known to pass. */
  readonly passing: number;
  /** The shortest longer one that is known to fail. */
  readonly failing: number | undefined;
  readonly count: number;
}

/** The prefixes to test next, shortest first. Never one whose outcome is known. */
export function nextPrefixes({ mode, slots, passing, failing, count }: SearchState): number[] {
  if (failing !== undefined)
    return spaced(passing, failing, mode === 'halves' ? 1 : slots).filter((at) => at < failing);
  if (mode === 'one-by-one') return [passing + 1];
  if (mode === 'halves') return [count];
  if (mode === 'prefixes') return Array.from({ length: Math.min(slots, count - passing) }, (_, at) => passing + at + 1);
  const size = (count - passing) / Math.min(slots, count - passing);
  return Array.from({ length: Math.min(slots, count - passing) }, (_, at) => passing + Math.round(size * (at + 1)));
}

/** So many places between two, evenly apart and without the two. */
function spaced(from: number, to: number, wanted: number): number[] {
  const count = Math.min(wanted, to - from - 1);
  const places = Array.from({ length: count }, (_, at) => from + Math.round(((to - from) * (at + 1)) / (count + 1)));
  return [...new Set(places)].filter((at) => at > from);
}
