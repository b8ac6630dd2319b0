/** A repeatable source of chance (mulberry32, Tommy Ettinger, public domain): the same seed gives the same tests. */
export function random(seed: number): {
  below: (limit: number) => number;
  pick: <Item>(items: readonly Item[]) => Item;
} {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { below, pick: <Item>(items: readonly Item[]) => items[below(items.length)] as Item };
}
