interface Keyed {
  readonly key: string;
}

type Compare = (one: string, other: string) => number;

const comparisons: readonly Compare[] = [
  (one, other) => (one < other ? -1 : Number(one > other)),
  (one, other) => one.localeCompare(other, 'en'),
  (one, other) => one.toLowerCase().localeCompare(other.toLowerCase(), 'en'),
];

/** Entries that show an order, and the share of neighbours in it: a list sorted in groups breaks it at each group. */
const fewestSorted = 4;
const sortedShare = 0.75;

/** The order that most neighbours of a list keep, if they keep one. */
function orderOf(names: readonly string[]): Compare | undefined {
  if (names.length < fewestSorted) return undefined;
  const shares = comparisons.map((compare) => {
    const kept = names.filter((name, index) => index > 0 && compare(names[index - 1] as string, name) <= 0);
    return { compare, share: kept.length / (names.length - 1) };
  });
  const best = shares.reduce((one, other) => (other.share > one.share ? other : one));
  return best.share >= sortedShare ? best.compare : undefined;
}

/**
 * Puts additions into an order: behind the entry they follow in their own version (`source`), and from there, in a
 * list that is sorted wholly or in groups, to the nearest place where the order holds.
 */
export function placeAdditions<Item extends Keyed>(
  kept: readonly Item[],
  additions: readonly Item[],
  source: readonly Keyed[],
): Item[] {
  const placed = [...kept];
  const compare = orderOf(kept.map(({ key }) => key));
  for (const addition of additions) placed.splice(placeOf(addition, placed, { source, compare }), 0, addition);
  return placed;
}

interface Guide {
  readonly source: readonly Keyed[];
  readonly compare: Compare | undefined;
}

function placeOf(addition: Keyed, placed: readonly Keyed[], { source, compare }: Guide): number {
  const wanted = behindNeighbour(addition, placed, source);
  if (compare === undefined || !inOrder(addition, source, compare)) return wanted;
  const holds = (place: number): boolean => {
    const [before, after] = [placed[place - 1], placed[place]];
    return (
      (before === undefined || compare(before.key, addition.key) <= 0) &&
      (after === undefined || compare(addition.key, after.key) <= 0)
    );
  };
  for (let distance = 0; distance <= placed.length; distance += 1) {
    if (wanted + distance <= placed.length && holds(wanted + distance)) return wanted + distance;
    if (wanted - distance >= 0 && holds(wanted - distance)) return wanted - distance;
  }
  return wanted;
}

/** Whether the addition stands in order where its own version has it. */
function inOrder({ key }: Keyed, source: readonly Keyed[], compare: Compare): boolean {
  const own = source.findIndex((entry) => entry.key === key);
  const [before, after] = [source[own - 1], source[own + 1]];
  return (
    (before === undefined || compare(before.key, key) <= 0) && (after === undefined || compare(key, after.key) <= 0)
  );
}

function behindNeighbour({ key }: Keyed, placed: readonly Keyed[], source: readonly Keyed[]): number {
  const own = source.findIndex((entry) => entry.key === key);
  for (let before = own - 1; before >= 0; before -= 1) {
    const at = placed.findIndex((entry) => entry.key === source[before]?.key);
    if (at >= 0) return afterForeign(at + 1, placed, source);
  }
  return afterForeign(0, placed, source);
}

/** Additions of the other side at the same place come first. */
function afterForeign(at: number, placed: readonly Keyed[], source: readonly Keyed[]): number {
  let place = at;
  while (place < placed.length && !source.some(({ key }) => key === placed[place]?.key)) place += 1;
  return place;
}
