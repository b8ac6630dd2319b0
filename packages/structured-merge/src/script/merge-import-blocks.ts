import type { Resolution } from '../merge-result.ts';
import { areSorted, placeAdditions } from '../tree/order-entries.ts';
import type { BlockItem, ImportBlock } from './import-block.ts';
import { mergeImportedNames, namesOfImport, type DisputedNames, type ImportedName, type Uses } from './import-names.ts';
import { followNodePrefix } from './node-prefix.ts';
import { printImport, sameNames } from './print-import.ts';

export interface BlockVersions {
  readonly base: ImportBlock | undefined;
  readonly ours: ImportBlock;
  readonly theirs: ImportBlock;
}

export interface MergedBlock {
  readonly text: string;
  readonly resolutions: readonly Resolution[];
}

type Keyed = BlockItem & { readonly key: string; readonly isFixed: boolean };

/** Merges import blocks name by name, in the layout of ours. Names that conflict, or `undefined` when they cannot be written. */
export function mergeImportBlocks(
  { base, ours, theirs }: BlockVersions,
  uses: Uses,
): MergedBlock | DisputedNames | undefined {
  const sides = followNodePrefix({ base: base?.items ?? [], ours: ours.items, theirs: theirs.items });
  const items = { base: withKeys(sides.base), ours: withKeys(sides.ours), theirs: withKeys(sides.theirs) };
  const merged = mergeImportedNames(items, uses);
  if ('disputed' in merged) return merged;
  // Ours leads, unless only theirs put the statements into another order.
  const theirsLeads = !sameOrder(items.base, items.theirs) && sameOrder(items.base, items.ours);
  const [main, other] = theirsLeads ? [items.theirs, items.ours] : [items.ours, items.theirs];
  const laid = layOut({ base: items.base, main, other, names: merged.names });
  if (laid === undefined) return undefined;
  const text = laid.map(({ above, text, behind }) => above + text + behind).join('\n');
  const resolution: Resolution = {
    rule: 'imports',
    where: 'imports',
    reason: 'Both sides changed the imports; merged name by name',
    confidence: 'likely',
  };
  return { text, resolutions: [resolution, ...merged.resolutions] };
}

/** Tells the statements of a block apart by module, and by number where a module has several. */
function withKeys(items: readonly BlockItem[]): Keyed[] {
  const seen = new Map<string, number>();
  return items.map((item) => {
    const name = `${item.source} ${item.form} ${item.typeOnly}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return { ...item, key: `${name} ${count}`, isFixed: item.bindings.length === 0 || item.refers.length > 0 };
  });
}

function sameOrder(base: readonly Keyed[], side: readonly Keyed[]): boolean {
  const places = side.map(({ key }) => base.findIndex((item) => item.key === key)).filter((place) => place >= 0);
  return places.every((place, index) => index === 0 || (places[index - 1] as number) < place);
}

interface Layout {
  readonly base: readonly Keyed[];
  readonly main: readonly Keyed[];
  readonly other: readonly Keyed[];
  readonly names: ReadonlyMap<string, ImportedName>;
}

function layOut({ base, main, other, names }: Layout): Keyed[] | undefined {
  const left = new Map(names);
  const takes = (item: Keyed): ImportedName[] =>
    namesOfImport(item).flatMap(({ key, source, imported, form }) => {
      const name = left.get(key);
      if (name === undefined || name.source !== source || name.imported !== imported || name.form !== form) return [];
      left.delete(key);
      return [name];
    });
  const kept = main.map((item) => ({ item, names: takes(item) }));
  const fresh = other.map((item) => ({ item, names: takes(item) })).filter(({ names }) => names.length > 0);
  // A name whose statement went to another module is brought by that one.
  for (const [key, name] of left) {
    const home = [...kept, ...fresh].find(
      (place) => place.item.source === name.source && accepts(place, { ...place.item, form: name.form }, [name]),
    );
    if (home === undefined) return undefined;
    home.names.push(name);
    left.delete(key);
  }
  const additions: typeof fresh = [];
  for (const { item, names } of fresh) {
    const home = item.bindings.length === 0 ? undefined : kept.find((place) => accepts(place, item, names));
    if (home === undefined) additions.push({ item, names });
    else home.names.push(...names);
  }
  const longest = Math.max(...[...main, ...other].flatMap(({ text }) => text.split('\n')).map(({ length }) => length));
  const isSorted = areSorted(
    [...main, ...other].map(({ bindings }) => bindings.filter(isNamed).map(({ local }) => local)),
  );
  const print = (
    { item, names }: { item: Keyed; names: readonly ImportedName[] },
    from: readonly Keyed[],
    moved?: Keyed,
  ): Keyed | undefined => {
    const twin = moved ?? twinOf(item, from);
    const text = printImport({
      model: item,
      other: twin,
      base: twinOf(item, base),
      bindings: item.bindings.length === 0 ? [] : names,
      longest,
      isSorted,
    });
    return text === undefined ? undefined : trimmed(item, text, { base: twinOf(item, base), twin });
  };
  // A statement that lost its names stays as a place: the same names from another module belong there.
  const printed = kept.map((entry) => (entry.names.length > 0 ? print(entry, other) : entry.item));
  // Names that went to another module keep the order they had there.
  const formerOf = ({ item }: { readonly item: Keyed }): Keyed | undefined =>
    kept.find((entry) => entry.names.length === 0 && sharesName(entry.item, item))?.item;
  const added = additions.map((entry) => print(entry, [], formerOf(entry)));
  if ([...printed, ...added].includes(undefined)) return undefined;
  const gone = new Set(kept.filter(({ names }) => names.length === 0).map(({ item }) => item.key));
  const replaced = new Map<string, Keyed[]>();
  const free: Keyed[] = [];
  for (const item of (added as Keyed[]).map(withoutGap)) {
    const home = kept.find((entry) => gone.has(entry.item.key) && sharesName(entry.item, item));
    if (
      home === undefined ||
      hasMoved(item, home.item, { base, other }) ||
      breaksOrder(item, home.item, { main, other })
    )
      free.push(item);
    else replaced.set(home.item.key, [...(replaced.get(home.item.key) ?? []), item]);
  }
  const guide = knownBy(main, other, free);
  const placed = placeAdditions(printed as Keyed[], free, guide, { groupOf: moduleKind }).flatMap((item) =>
    gone.has(item.key) ? (replaced.get(item.key) ?? []) : [item],
  );
  if (readsLater(placed)) return undefined;
  return placed.map((item, index) => (index === 0 ? { ...item, above: item.above.replace(/^\s*\n/, '') } : item));
}

/** A version's statements under the keys of another's that bring the same names: those of a module that moved are neighbours all the same. */
function knownBy(main: readonly Keyed[], other: readonly Keyed[], free: readonly Keyed[]): Keyed[] {
  const keys = new Set([...main, ...free].map(({ key }) => key));
  return other.map((item) => {
    const twin = keys.has(item.key) ? undefined : main.find((entry) => sharesName(entry, item));
    return twin === undefined ? item : { ...item, key: twin.key };
  });
}

/** Whether a statement reads a name that only a later one brings. */
function readsLater(placed: readonly Keyed[]): boolean {
  const later = new Set(placed.flatMap(({ bindings }) => bindings.map(({ local }) => local)));
  for (const { refers, bindings } of placed) {
    if (refers.some((name) => later.has(name))) return true;
    for (const { local } of bindings) later.delete(local);
  }
  return false;
}

/** Whether a statement can take names of another statement of its module. */
function accepts(
  { item, names }: { item: Keyed; names: readonly ImportedName[] },
  from: Keyed,
  additions: readonly ImportedName[],
): boolean {
  if (item.isRigid || from.isRigid) return false;
  if (item.form !== from.form || item.source !== from.source || item.typeOnly !== from.typeOnly) return false;
  const all = [...names, ...additions];
  if (item.bindings.length === 0 || all.some(({ imported }) => imported === '*')) return false;
  return item.form === 'export' || all.filter(({ imported }) => imported === 'default').length <= 1;
}

function sharesName(one: Keyed, other: Keyed): boolean {
  return one.bindings.some(({ local }) => other.bindings.some((binding) => binding.local === local));
}

/** The statement of the same module in another version; one that turned into a type import is the same statement. */
function twinOf(item: Keyed, items: readonly Keyed[]): Keyed | undefined {
  return (
    items.find(({ key }) => key === item.key) ??
    items.find(({ source, form }) => source === item.source && form === item.form)
  );
}

function withoutGap(item: Keyed): Keyed {
  return { ...item, above: item.above.trim() === '' ? item.above.replace(/^[\s\S]*\n/, '') : item.above };
}

/** Takes the other side's writing and comments where this side left them as they were. */
function trimmed(
  item: Keyed,
  text: string,
  { base, twin }: { base: Keyed | undefined; twin: Keyed | undefined },
): Keyed {
  if (base === undefined || twin === undefined) return { ...item, text };
  return {
    ...item,
    text: text === base.text && sameNames(item.bindings, twin.bindings) ? twin.text : text,
    above: item.above === base.above ? twin.above : item.above,
    behind: item.behind === base.behind ? twin.behind : item.behind,
  };
}

const isNamed = ({ imported }: { readonly imported: string }): boolean => imported !== '*' && imported !== 'default';

/** Packages of the language's own, other packages, aliases, files above, files beside. */
function moduleKind(key: string): string {
  return /^(?:node:|[@~#]\/|\.\.?\/|=)/.exec(key)?.[0] ?? 'package';
}

/** Whether a side that took names from another module put that statement elsewhere, as who sorts imports does. */
function hasMoved(
  item: Keyed,
  home: Keyed,
  { base, other }: { readonly base: readonly Keyed[]; readonly other: readonly Keyed[] },
): boolean {
  const at = base.findIndex(({ key }) => key === home.key);
  const own = other.findIndex(({ key }) => key === item.key);
  if (at === -1 || own === -1) return false;
  const known = new Set(base.map(({ key }) => key));
  const isStill = ({ key }: Keyed): boolean => other.some((entry) => entry.key === key);
  const before = base.slice(0, at).findLast(isStill);
  return other.slice(0, own).findLast(({ key }) => known.has(key))?.key !== before?.key;
}

/** Whether a statement is out of order where the one that it replaces was in order, and in order where its own version has it. */
function breaksOrder(
  item: Keyed,
  home: Keyed,
  { main, other }: { readonly main: readonly Keyed[]; readonly other: readonly Keyed[] },
): boolean {
  const kind = moduleKind(home.source);
  const isBetween = (source: string, list: readonly Keyed[], at: number): boolean => {
    const [before, after] = [list[at - 1], list[at + 1]].map((each) =>
      each !== undefined && moduleKind(each.source) === kind ? each.source : undefined,
    );
    return (
      (before === undefined || compare(before, source) <= 0) && (after === undefined || compare(source, after) <= 0)
    );
  };
  const at = main.indexOf(home);
  const own = other.findIndex(({ key }) => key === item.key);
  return (
    moduleKind(item.source) === kind &&
    isBetween(home.source, main, at) &&
    !isBetween(item.source, main, at) &&
    isBetween(item.source, other, own)
  );
}

const compare = (one: string, other: string): number => one.localeCompare(other, 'en');
