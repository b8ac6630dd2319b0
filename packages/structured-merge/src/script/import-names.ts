import type { Resolution } from '../merge-result.ts';
import type { Binding, ImportStatement } from './import-statement.ts';
import type { Names } from './names.ts';

/** A binding with the statement it comes from; what is compared when three versions are merged. */
export interface ImportedName extends Binding {
  readonly key: string;
  readonly form: ImportStatement['form'];
  readonly source: string;
  /** As in the statement. */
  readonly isRigid: boolean;
}

/** Names that the rest of the script uses, in each version and in its merge. */
export interface Uses {
  readonly base: Names;
  readonly ours: Names;
  readonly theirs: Names;
  readonly merged: Names;
}

interface NameVersions {
  readonly base: ImportedName | undefined;
  readonly ours: ImportedName | undefined;
  readonly theirs: ImportedName | undefined;
}

/** What one import statement brings in, by a key that is unique in a script. */
export function namesOfImport({ form, source, isRigid, bindings }: ImportStatement): ImportedName[] {
  if (bindings.length === 0) {
    return [{ key: `effect ${source}`, form, source, isRigid, imported: '', local: '', isType: false }];
  }
  return bindings.map((binding) => ({
    ...binding,
    form,
    source,
    isRigid,
    key: `${form === 'export' ? 'export' : 'name'} ${binding.local}`,
  }));
}

export interface MergedNames {
  readonly names: ReadonlyMap<string, ImportedName>;
  readonly resolutions: readonly Resolution[];
}

/** Keys of names that each side takes from elsewhere: two answers to one question. */
export interface DisputedNames {
  readonly disputed: ReadonlySet<string>;
}

/** Merges imports name by name; what is disputed when a name is and its use does not decide, which can be nothing that a key tells. */
export function mergeImportedNames(
  versions: Readonly<Record<'base' | 'ours' | 'theirs', readonly ImportStatement[]>>,
  uses: Uses,
): MergedNames | DisputedNames {
  const maps = { base: byKey(versions.base), ours: byKey(versions.ours), theirs: byKey(versions.theirs) };
  const names = new Map<string, ImportedName>();
  const resolutions: Resolution[] = [];
  const disputed = new Set<string>();
  let isOpen = false;
  for (const key of new Set([...maps.ours.keys(), ...maps.theirs.keys()])) {
    const found: NameVersions = { base: maps.base.get(key), ours: maps.ours.get(key), theirs: maps.theirs.get(key) };
    const merged = mergeName(found);
    if (merged === 'disputed') {
      const present = found.ours ?? found.theirs;
      if (found.ours !== undefined && found.theirs !== undefined) {
        isOpen = true;
        if (comeFromElsewhere(found)) disputed.add(key);
      } else if (present === undefined || present.form === 'export' || present.local === '') isOpen = true;
      // The side without the import declares the name itself.
      else if (uses.merged.topLevel.has(present.local)) disputed.add(key);
      else if (isUsed(present, uses.merged)) names.set(key, present);
      continue;
    }
    const home = moved(merged, found, maps);
    if (home === 'disputed') disputed.add(key);
    if (home === 'disputed') continue;
    const decided = byUse(home, found, uses);
    if (decided.name !== undefined) names.set(key, decided.name);
    if (decided.reason === undefined) continue;
    const kept = merged === undefined ? ({ trait: 'kept' } as const) : {};
    resolutions.push({ ...resolution(decided.name ?? merged, decided.reason), ...kept });
  }
  for (const key of passedOnTwice(maps)) disputed.add(key);
  return isOpen || disputed.size > 0 ? { disputed } : { names, resolutions };
}

function byKey(statements: readonly ImportStatement[]): ReadonlyMap<string, ImportedName> {
  return new Map(statements.flatMap(namesOfImport).map((name) => [name.key, name]));
}

function mergeName({ base, ours, theirs }: NameVersions): ImportedName | undefined | 'disputed' {
  if (same(ours, theirs)) return ours;
  if (same(base, ours)) return theirs;
  if (same(base, theirs)) return ours;
  if (ours !== undefined && theirs !== undefined && same({ ...ours, isType: false }, { ...theirs, isType: false })) {
    // A value import serves types as well.
    return ours.isType ? theirs : ours;
  }
  return 'disputed';
}

/** Whether each side takes the name from another module than the base and the other side; a module that is only written out is the same one. */
function comeFromElsewhere({ base, ours, theirs }: NameVersions): boolean {
  const [original, left, right] = [base, ours, theirs].map((name) => name && moduleOf(name));
  return left !== undefined && right !== undefined && left !== right && left !== original && right !== original;
}

/** Its path without what may be left out of it; `undefined` for what is read out of several modules, or of none. */
function moduleOf({ source }: ImportedName): string | undefined {
  return source.startsWith('= ') ? undefined : source.replace(/\.[cm]?[jt]sx?$/, '').replace(/\/index$/, '');
}

/** Names of a module that one side begins to pass on one by one and the other one as a whole. */
function passedOnTwice({ base, ours, theirs }: NameMaps): string[] {
  const added = (side: NameMaps['ours']): ImportedName[] =>
    [...side.values()].filter(({ key, form }) => form === 'export' && !base.has(key));
  const [left, right] = [added(ours), added(theirs)];
  const isWhole = ({ key, source }: ImportedName): boolean => key === `export * from ${source}`;
  const twice = (some: readonly ImportedName[], others: readonly ImportedName[]): ImportedName[] =>
    some.filter(({ source }) => {
      const isOfModule = (name: ImportedName): boolean => name.source === source && isWhole(name);
      return others.some(isOfModule) && !some.some(isOfModule);
    });
  return [...twice(left, right), ...twice(right, left)].map(({ key }) => key);
}

type NameMaps = Readonly<Record<'base' | 'ours' | 'theirs', ReadonlyMap<string, ImportedName>>>;

/**
 * A name that one side adds to a module comes from another one when the other side moved the names of that module there. Disputed when these went to several:
 * the module that is left for it is one that the other side no longer imports.
 */
function moved(
  name: ImportedName | undefined,
  { base, ours, theirs }: NameVersions,
  maps: NameMaps,
): ImportedName | undefined | 'disputed' {
  if (name === undefined || base !== undefined || (ours === undefined) === (theirs === undefined)) return name;
  const other = ours === undefined ? maps.ours : maps.theirs;
  const isFrom = ({ source, form }: ImportedName): boolean => source === name.source && form === name.form;
  if (name.imported === '*' || [...other.values()].some(isFrom)) return name;
  const before = [...maps.base].filter(
    ([, each]) => isFrom(each) && each.imported !== '*' && each.imported !== 'default',
  );
  const sources = new Set(before.flatMap(([key]) => other.get(key)?.source ?? []));
  const [source] = sources;
  if (sources.size > 1) return 'disputed';
  return source === undefined ? name : { ...name, source };
}

function same(one: ImportedName | undefined, other: ImportedName | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  return (
    one.source === other.source &&
    one.imported === other.imported &&
    one.isType === other.isType &&
    one.form === other.form
  );
}

const isUsed = ({ local }: ImportedName, names: Names): boolean =>
  names.referenced.has(local) && !names.topLevel.has(local);

/** Keeps a name that one side removed while the other still uses it, and drops one whose last use the merge removed. */
function byUse(
  merged: ImportedName | undefined,
  { base, ours, theirs }: NameVersions,
  uses: Uses,
): { name: ImportedName | undefined; reason?: string } {
  const present = ours ?? theirs;
  if (merged === undefined) {
    if (present === undefined || present.form === 'export' || !isUsed(present, uses.merged)) return { name: undefined };
    // Whoever took it out and goes on using the name has it from elsewhere: it is global there, or declared in a function.
    const remover = ours === undefined ? uses.ours : uses.theirs;
    const known = remover.topLevel.has(present.local) ? 0 : (remover.referenced.get(present.local) ?? 0);
    if (known > 0 && (uses.merged.referenced.get(present.local) ?? 0) <= known) return { name: undefined };
    return { name: present, reason: `Kept ${present.local}: one side removed it and the other still uses it` };
  }
  if (merged.form === 'export' || merged.isRigid || merged.local === '' || isUsed(merged, uses.merged))
    return { name: merged };
  const wasUsed =
    (ours === undefined || isUsed(ours, uses.ours)) &&
    (theirs === undefined || isUsed(theirs, uses.theirs)) &&
    (base === undefined || isUsed(base, uses.base));
  if (!wasUsed) return { name: merged };
  return { name: undefined, reason: `Dropped ${merged.local}: nothing uses it after the merge` };
}

function resolution(name: ImportedName | undefined, reason: string): Resolution {
  // What is read out of several modules has no module of its own.
  const from = name?.source.startsWith('= ') ? name.local : (name?.source ?? '');
  return { rule: 'imports', where: `import ${from}`.trim(), reason, confidence: 'likely' };
}
