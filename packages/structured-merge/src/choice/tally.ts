/** How often each item occurs. */
export type Tally = ReadonlyMap<string, number>;

export function tally(items: readonly string[]): Tally {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** What the first has more than the second. */
export function difference(one: Tally, other: Tally): Tally {
  const rest = new Map<string, number>();
  for (const [item, count] of one) {
    const more = count - (other.get(item) ?? 0);
    if (more > 0) rest.set(item, more);
  }
  return rest;
}

export function overlap(one: Tally, other: Tally): Tally {
  const common = new Map<string, number>();
  for (const [item, count] of one) {
    const both = Math.min(count, other.get(item) ?? 0);
    if (both > 0) common.set(item, both);
  }
  return common;
}

export function size(counts: Tally): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}
