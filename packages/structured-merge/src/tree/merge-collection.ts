import { placeAdditions } from './order-entries.ts';
import { identify } from './identify-items.ts';
import { mergeSequence } from './merge-sequence.ts';
import { mergeNodes, pathText, type TreeMerge, type TreePath, type TreePiece } from './merge-tree.ts';
import { writeEntry, type Entry, type ListNode, type MapNode } from './tree-node.ts';

type Collection = MapNode | ListNode;

export interface CollectionVersions {
  readonly base: Collection | undefined;
  readonly ours: Collection;
  readonly theirs: Collection;
}

interface EntryVersions {
  readonly base: Entry | undefined;
  readonly ours: Entry | undefined;
  readonly theirs: Entry | undefined;
}

/** Merges maps by key, lists by the identity of their items or else by order; `undefined` when that does not decide. */
export function mergeCollection(
  versions: CollectionVersions,
  path: TreePath,
  merge: TreeMerge,
): Collection | undefined {
  const keyed = versions.ours.kind === 'map' ? versions : identify(versions);
  if (keyed === undefined) return mergeSequence(versions, path, merge);
  // The side that reordered the entries decides the order.
  const theirsLeads =
    keyed.base !== undefined && sameOrder(keyed.base, keyed.ours) && !sameOrder(keyed.base, keyed.theirs);
  const [main, other] = theirsLeads ? [keyed.theirs, keyed.ours] : [keyed.ours, keyed.theirs];
  const byKey = { base: index(keyed.base), ours: index(keyed.ours), theirs: index(keyed.theirs) };
  const settle = ({ key }: Entry): Entry | undefined =>
    mergeEntry(
      { base: byKey.base.get(key), ours: byKey.ours.get(key), theirs: byKey.theirs.get(key) },
      [...path, key],
      merge,
    );
  const mainKeys = index(main);
  const kept = main.entries.map(settle).filter((entry) => entry !== undefined);
  const additions = other.entries
    .filter(({ key }) => !mainKeys.has(key))
    .map(settle)
    .filter((entry) => entry !== undefined)
    .map((entry) => follow(entry, { own: other, kept, base: byKey.base }, { path, merge }))
    .map((entry) => dress(entry, main, other));
  if (main.kind === 'list' && additions.length > 0) noteList(path, merge);
  const settled = kept.map((entry) =>
    byKey[theirsLeads ? 'ours' : 'theirs'].has(entry.key)
      ? entry
      : follow(entry, { own: main, kept, base: byKey.base }, { path, merge }),
  );
  const shape = main.entries.length === 0 ? { ...main, close: other.close } : main;
  return { ...shape, entries: placeAdditions(settled, additions, other.entries) };
}

interface Beside {
  readonly own: Collection;
  /** Entries that are merged already. */
  readonly kept: readonly Entry[];
  readonly base: ReadonlyMap<string, Entry>;
}

/** An entry that its side alone added may follow what became of those beside it. */
function follow(
  entry: Entry,
  { own, kept, base }: Beside,
  { path, merge }: { path: TreePath; merge: TreeMerge },
): Entry {
  if (entry.node.kind !== 'scalar' || base.has(entry.key)) return entry;
  const texts = (entries: readonly Entry[]): ReadonlyMap<string, string> =>
    new Map(entries.flatMap(({ key, node }) => (node.kind === 'scalar' && base.has(key) ? [[key, node.text]] : [])));
  const place = [...path, entry.key];
  const decided = merge.additionRule({ path: place, added: entry.node, own: texts(own.entries), merged: texts(kept) });
  if (decided === undefined) return entry;
  merge.resolutions.push({ where: pathText(place), ...decided.resolution });
  return { ...entry, node: decided.node };
}

const index = (collection: Collection | undefined): ReadonlyMap<string, Entry> =>
  new Map((collection?.entries ?? []).map((entry) => [entry.key, entry]));

function sameOrder(base: Collection, side: Collection): boolean {
  const place = new Map(base.entries.map(({ key }, at) => [key, at]));
  const places = side.entries.map(({ key }) => place.get(key)).filter((at) => at !== undefined);
  return places.every((at, before) => before === 0 || (places[before - 1] as number) < at);
}

function mergeEntry({ base, ours, theirs }: EntryVersions, path: TreePath, merge: TreeMerge): Entry | undefined {
  if (ours !== undefined && theirs !== undefined) {
    const node = mergeNodes({ base: base?.node, ours: ours.node, theirs: theirs.node }, path, merge);
    const part = (name: 'before' | 'label' | 'after'): string =>
      ours[name] === base?.[name] ? theirs[name] : ours[name];
    return { key: ours.key, before: part('before'), label: part('label'), node, after: part('after') };
  }
  const present = ours ?? theirs;
  if (base === undefined || present === undefined) return present;
  if (present.node.canonical === base.node.canonical) return undefined;
  return removal({ base, ours, theirs }, path, merge);
}

/** One side removed what the other changed. */
function removal({ base, ours, theirs }: EntryVersions, path: TreePath, merge: TreeMerge): Entry | undefined {
  const present = ours ?? theirs;
  const removed = base && present && merge.removalRule({ path, base: base.node, present: present.node });
  if (removed !== undefined) {
    merge.resolutions.push({ where: pathText(path), ...removed });
    return undefined;
  }
  const piece = (entry: Entry | undefined): TreePiece | undefined =>
    entry && { offset: entry.node.offset, text: writeEntry(entry) };
  merge.conflicts.push({ path, base: piece(base), ours: piece(ours), theirs: piece(theirs) });
  return base;
}

/** An entry that comes from the other version, set in the white space of its new neighbours. */
function dress(entry: Entry, main: Collection, other: Collection): Entry {
  const model = main.entries.at(-1)?.before;
  const own = other.entries.at(-1)?.before;
  if (model === undefined || own === undefined || own === model) return entry;
  return entry.before.trim() === '' && model.trim() === '' ? { ...entry, before: model } : entry;
}

function noteList(path: TreePath, merge: TreeMerge): void {
  const reason = 'Both sides changed the list; the items that either added are kept';
  merge.resolutions.push({ rule: merge.rule, where: pathText(path), reason, confidence: 'likely' });
}
