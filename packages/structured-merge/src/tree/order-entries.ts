interface Keyed {
  readonly key: string;
  /** Stays behind its neighbour whatever the order: it runs there. */
  readonly isFixed?: boolean;
}

type Compare = (one: string, other: string) => number;

/** Orders that lists are kept in. */
export const comparisons: readonly Compare[] = [
  (one, other) => (one < other ? -1 : Number(one > other)),
  (one, other) => one.localeCompare(other, 'en'),
  (one, other) => one.toLowerCase().localeCompare(other.toLowerCase(), 'en'),
];

/** Entries that show an order, and the share of neighbours in it: a list sorted in groups breaks it at each group. */
export const fewestSorted = 4;
const sortedShare = 0.85;

/** The order that most neighbours of a list keep, if they keep one. */
export function orderOf(names: readonly string[], groupOf: (key: string) => string = () => ''): Compare | undefined {
  if (names.length < fewestSorted) return undefined;
  const pairs = pairsOf(names).filter(([one, other]) => groupOf(one) === groupOf(other));
  const best = bestOf(pairs);
  return pairs.length >= fewestSorted && best.share >= sortedShare ? best.compare : undefined;
}

/** The order of a list that is known to be sorted; `undefined` when it is not. */
function sortingOf(names: readonly string[]): Compare | undefined {
  const best = bestOf(pairsOf(names));
  return best.share === 1 ? best.compare : undefined;
}

type Pair = readonly [string, string];

const pairsOf = (names: readonly string[]): Pair[] =>
  names.slice(1).map((name, index) => [names[index] as string, name]);

function bestOf(pairs: readonly Pair[]): { readonly compare: Compare; readonly share: number } {
  const shares = comparisons.map((compare) => {
    const kept = pairs.filter(([one, other]) => compare(one, other) <= 0);
    return { compare, share: pairs.length === 0 ? 1 : kept.length / pairs.length };
  });
  return shares.reduce((one, other) => (other.share > one.share ? other : one));
}

/** Lists with at least so many neighbours show whether lists of their kind are sorted. */
const fewestNeighbours = 4;

/** Whether the lists of one kind in a file are all but sorted. */
export function areSorted(lists: readonly (readonly string[])[]): boolean {
  const pairs = lists.flatMap(pairsOf);
  return pairs.length >= fewestNeighbours && bestOf(pairs).share >= 0.9;
}

/** What is known of a list's order beyond the list itself. */
export interface OrderHints {
  /** Entries of different groups, such as packages and files, are not compared. */
  readonly groupOf?: (key: string) => string;
  /** The lists of this kind in the file are sorted, so this one is, however short. */
  readonly isSorted?: boolean;
}

/**
 * Puts additions into an order: behind the entry they follow in their own version (`source`), and from there, in a
 * list that is sorted wholly or in groups, to the nearest place where the order holds.
 */
export function placeAdditions<Item extends Keyed>(
  kept: readonly Item[],
  additions: readonly Item[],
  source: readonly Keyed[],
  hints: OrderHints = {},
): Item[] {
  const placed = [...kept];
  const keys = kept.map(({ key }) => key);
  const compare = hints.isSorted ? sortingOf(keys) : orderOf(keys, hints.groupOf);
  const guide: Guide = { source, compare, groupOf: hints.groupOf ?? (() => '') };
  for (const addition of additions) placed.splice(placeOf(addition, placed, guide), 0, addition);
  return placed;
}

interface Guide {
  readonly source: readonly Keyed[];
  readonly compare: Compare | undefined;
  readonly groupOf: (key: string) => string;
}

function placeOf(addition: Keyed, placed: readonly Keyed[], guide: Guide): number {
  const { source, compare } = guide;
  const wanted = behindNeighbour(addition, placed, source);
  if (addition.isFixed) return wanted;
  const amongKin = placeAmongKin(addition, placed, source);
  if (amongKin !== undefined) return amongKin;
  if (compare === undefined || !inOrder(addition, source, guide)) return wanted;
  const holds = (place: number): boolean => isBetween(addition, [placed[place - 1], placed[place]], guide);
  for (let distance = 0; distance <= placed.length; distance += 1) {
    if (wanted + distance <= placed.length && holds(wanted + distance)) return wanted + distance;
    if (wanted - distance >= 0 && holds(wanted - distance)) return wanted - distance;
  }
  return wanted;
}

/** Whether the addition stands in order where its own version has it. */
function inOrder(addition: Keyed, source: readonly Keyed[], guide: Guide): boolean {
  const own = source.findIndex(({ key }) => key === addition.key);
  return isBetween(addition, [source[own - 1], source[own + 1]], guide);
}

function isBetween(
  { key }: Keyed,
  [before, after]: readonly [Keyed | undefined, Keyed | undefined],
  { compare, groupOf }: Guide,
): boolean {
  const holds = (one: string, other: string): boolean =>
    groupOf(one) !== groupOf(other) || (compare?.(one, other) ?? 0) <= 0;
  return (before === undefined || holds(before.key, key)) && (after === undefined || holds(key, after.key));
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

/** Where a module's key begins like that of its neighbours: `@scope/`, `./`, `@/lib/`. */
function kinship(one: string, other: string): number {
  const [left, right] = [one.split(' ')[0] ?? '', other.split(' ')[0] ?? ''].map((key) => key.split('/'));
  let common = 0;
  while (common < Math.min(left?.length ?? 0, right?.length ?? 0) - 1 && left?.[common] === right?.[common])
    common += 1;
  return common;
}

/**
 * Among the entries that begin like it, where their order holds: a list that is sorted in groups keeps each in its
 * group. `undefined` when there is none, or they are in no order.
 */
function placeAmongKin(addition: Keyed, placed: readonly Keyed[], source: readonly Keyed[]): number | undefined {
  const closest = Math.max(0, ...placed.map(({ key }) => kinship(key, addition.key)));
  if (closest === 0) return undefined;
  const isKin = ({ key }: Keyed): boolean => kinship(key, addition.key) >= closest;
  const first = placed.findIndex(isKin);
  let end = first;
  while (end < placed.length && isKin(placed[end] as Keyed)) end += 1;
  if (placed.slice(end).some(isKin)) return undefined;
  const kin = placed.slice(first, end).map(({ key }) => key);
  // Its own version may not keep the group together.
  const span = source.slice(source.findIndex(isKin), source.findLastIndex(isKin) + 1);
  if (!span.every(isKin)) return undefined;
  const own = span.map(({ key }) => key);
  const compare = comparisons.find((order) => isSorted(kin, order) && isSorted(own, order));
  if (compare === undefined || kin.length + own.length < 3) return undefined;
  const before = kin.findIndex((key) => compare(key, addition.key) > 0);
  return first + (before === -1 ? kin.length : before);
}

export const isSorted = (keys: readonly string[], compare: Compare): boolean =>
  keys.every((key, index) => index === 0 || compare(keys[index - 1] as string, key) <= 0);
