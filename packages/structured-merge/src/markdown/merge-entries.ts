/** An item of a list, a row of a table or the definition of a link: whole lines, and what it is known by. */
export interface Entry {
  readonly key: string;
  readonly lines: readonly string[];
}

export interface EntryVersions {
  readonly base: readonly Entry[];
  readonly ours: readonly Entry[];
  readonly theirs: readonly Entry[];
}

/** Entries as alike as this say the same in different words: of words, the share that both have. */
const sameWords = 0.5;

/**
 * Entries of both sides, each as the side that changed it has it; `undefined` when both changed one, when one changed what the other took out, or
 * when both may have written the same one in different words.
 */
export function mergeEntries({ base, ours, theirs }: EntryVersions): readonly Entry[] | undefined {
  if ([base, ours, theirs].some((list) => new Set(list.map(({ key }) => key)).size < list.length)) return undefined;
  const find = (list: readonly Entry[], key: string): Entry | undefined => list.find((entry) => entry.key === key);
  const merged = new Map<string, Entry>();
  for (const { key } of [...ours, ...theirs]) {
    const [original, left, right] = [find(base, key), find(ours, key), find(theirs, key)];
    const decided = isSame(left, right) || isSame(original, right) ? left : isSame(original, left) ? right : 'disputed';
    if (decided === 'disputed') return undefined;
    if (decided !== undefined) merged.set(key, decided);
  }
  const isNew = ({ key }: Entry): boolean => find(base, key) === undefined;
  const fresh = { ours: ours.filter(isNew), theirs: theirs.filter((entry) => isNew(entry) && !find(ours, entry.key)) };
  const isTwice = fresh.theirs.some((one) => fresh.ours.some((other) => one.key !== other.key && areAlike(one, other)));
  const isGone = ({ key }: Entry): boolean => !find(ours, key) && !find(theirs, key);
  // What both took out and put something else for may be one entry that each of them rewrote.
  if (isTwice || (fresh.ours.length > 0 && fresh.theirs.length > 0 && base.some(isGone))) return undefined;
  const kept = ours.flatMap(({ key }) => merged.get(key) ?? []);
  const added = theirs.filter(({ key }) => !find(ours, key)).flatMap(({ key }) => merged.get(key) ?? []);
  return placed(kept, added, { theirs, isNew });
}

interface Placing {
  readonly theirs: readonly Entry[];
  readonly isNew: (entry: Entry) => boolean;
}

/** Additions of theirs behind what they follow there, and behind what ours added at the same place. */
function placed(kept: readonly Entry[], added: readonly Entry[], { theirs, isNew }: Placing): Entry[] {
  const all = [...kept];
  for (const entry of added) {
    const before = theirs.slice(0, theirs.indexOf(entry)).toReversed();
    const neighbour = before.find(({ key }) => all.some((one) => one.key === key));
    let at = all.findIndex(({ key }) => key === neighbour?.key) + 1;
    while (at < all.length && isNew(all[at] as Entry)) at += 1;
    all.splice(at, 0, entry);
  }
  return all;
}

const bare = ({ lines }: Entry): string => lines.join(' ').replaceAll(/\s+/g, ' ').trim();

function isSame(one: Entry | undefined, other: Entry | undefined): boolean {
  return (one && bare(one)) === (other && bare(other));
}

function areAlike(one: Entry, other: Entry): boolean {
  const [left, right] = [wordsOf(one), wordsOf(other)];
  const both = [...left].filter((word) => right.has(word)).length;
  return both > sameWords * (left.size + right.size - both);
}

/** Words of the text, without where its links lead: those of one list look alike. */
function wordsOf(entry: Entry): ReadonlySet<string> {
  return new Set(
    bare(entry)
      .replaceAll(/\]\([^)]*\)|<[^>]*>/g, ']')
      .toLowerCase()
      .match(/[\p{L}\p{N}]{2,}/gu),
  );
}
