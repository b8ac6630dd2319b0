import { posix } from 'node:path';
import type { CodeOwners, RepositoryIndex } from '@cdev/code-graph';
import type { SharedRule } from '@cdev/deployment-plan';
import { claimsOf, inOrder, type Claim } from './claims.ts';
import { namedPaths, numbersOf, type Group } from './group.ts';
import { preferCompanions } from './prefer-companions.ts';
import { ownersText, preferOwners } from './prefer-owners.ts';
import { isManifest, sharedRule } from './shared-rule.ts';
import { splitFile, type FileSplit } from './split-file.ts';
import { spreadClaims, type Holding } from './spread-claims.ts';

export interface OwnedPaths {
  /** Patterns, sorted. */
  readonly owns: readonly string[];
  readonly creates: readonly string[];
  /** Files of others that the work will look at. */
  readonly reads: readonly string[];
  /** Why, one sentence a path. */
  readonly reasons: readonly string[];
}

export interface SharedPaths {
  readonly path: string;
  readonly rule: SharedRule;
  /** Indices of the groups that may write it; all of them where this is undefined. */
  readonly groups: readonly number[] | undefined;
  readonly reason: string;
  /** Where the rule is `symbols`. */
  readonly split?: FileSplit;
}

export interface Assignment {
  /** One for each group, in their order. */
  readonly owned: readonly OwnedPaths[];
  readonly shared: readonly SharedPaths[];
}

export interface AssignOptions {
  /** Files of a group at most, unless its texts name more. */
  readonly maxFiles: number;
  readonly codeOwners?: CodeOwners | undefined;
}

/**
 * Gives every path to one group: what a text names first, then what defines an identifier it names, then up to `maxFiles` those
 * that it would need (see `claimsOf`), of two that need one alike to whom has what it changes together with, and more of its owners' files. Paths that several need and that merge by a rule are shared.
 */
export function assignPaths(
  groups: readonly Group[],
  index: RepositoryIndex,
  { maxFiles, codeOwners }: AssignOptions,
): Assignment {
  const shared = findShared(groups, index);
  const isShared = (path: string): boolean => shared.some((entry) => entry.path === path);
  const owner = new Map<string, { group: number; reason: string }>();
  const take = (path: string, group: number, reason: string): void => {
    if (!owner.has(path) && !isShared(path)) owner.set(path, { group, reason });
  };
  for (const [path, [first]] of namedBy(groups))
    if (first !== undefined) take(path, first, `${path}: named in ${numbersOf(groups[first] as Group)}`);
  groups.forEach((group, at) => {
    for (const { defined } of group.studied)
      for (const [path, name] of defined) take(path, at, `${path}: defines \`${name}\``);
  });
  takeClaimed(groups, { maxFiles, codeOwners }, { owner, take, isShared, index });
  const owned = groups.map((group, at) => pathsOf(group, at, { owner, index, groups }));
  return { owned, shared };
}

type Owners = Map<string, { group: number; reason: string }>;
type Take = (path: string, group: number, reason: string) => void;

/** The groups that name a path, in order. */
export function namedBy(groups: readonly Group[]): Map<string, number[]> {
  const by = new Map<string, number[]>();
  groups.forEach((group, at) => {
    for (const path of namedPaths(group)) by.set(path, [...(by.get(path) ?? []), at]);
  });
  return by;
}

function findShared(groups: readonly Group[], { inventory, graph }: RepositoryIndex): SharedPaths[] {
  if (groups.length < 2) return [];
  const shared = new Map<string, SharedPaths>();
  for (const { path } of inventory.files) {
    if (isManifest(path) && !path.includes('/')) {
      const rule = sharedRule(path, graph) ?? 'json';
      shared.set(path, { path, rule, groups: undefined, reason: 'any part may need a dependency or a script' });
    }
  }
  for (const [path, by] of namedBy(groups)) {
    const rule = sharedRule(path, graph);
    if (by.length < 2 || shared.has(path)) continue;
    const split = rule === undefined ? splitFile(path, by, groups) : undefined;
    if (split) shared.set(path, { path, rule: 'symbols', groups: by, reason: split.reason, split });
    if (rule === undefined) continue;
    const names = by.map((at) => numbersOf(groups[at] as Group)).join(' and ');
    shared.set(path, { path, rule, groups: by, reason: `${names} both name it, and it merges ${ruleWords[rule]}` });
  }
  return [...shared.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

const ruleWords: Readonly<Record<Exclude<SharedRule, 'symbols'>, string>> = {
  json: 'key by key',
  yaml: 'key by key',
  imports: 'name by name',
  union: 'line by line',
  lockfile: 'by making it anew',
};

/** What is claimed, twice: who would have it tells how likely a group needs more of the same folder. */
function takeClaimed(
  groups: readonly Group[],
  { maxFiles, codeOwners }: AssignOptions,
  {
    owner,
    take,
    isShared,
    index,
  }: { owner: Owners; take: Take; isShared: (path: string) => boolean; index: RepositoryIndex },
): void {
  const sure = [...owner].map(([path, { group }]): Holding => ({ path, group, strength: 1 }));
  const ownOf = (at: number): ReadonlySet<string> =>
    new Set(sure.filter(({ group }) => group === at).map(({ path }) => path));
  const claims = groups
    .flatMap((group, at) => claimsOf(group, at, { own: ownOf(at), index }))
    .filter(({ path }) => !isShared(path));
  const first = [...sure, ...grant(claims, { sure, maxFiles })];
  const spread = preferCompanions(spreadClaims(claims, first), first, index.coChange);
  const needed = grant(spread, { sure, maxFiles });
  const granted = codeOwners ? grant(preferOwners(spread, first, codeOwners), { sure, maxFiles }) : needed;
  const before = new Map(needed.map(({ path, group }) => [path, group]));
  const strengthOf = new Map(spread.map(({ path, group, strength }) => [`${group} ${path}`, strength]));
  for (const { path, group, strength, reason } of granted) {
    const other = groups[before.get(path) ?? group] as Group;
    const isPreferred = other !== groups[group] && strength > (strengthOf.get(`${group} ${path}`) ?? strength);
    const preference =
      codeOwners && isPreferred
        ? `; ${numbersOf(other)} needs it about as much, and more files of ${ownersText(codeOwners, path)} are here`
        : '';
    take(path, group, `${reason}${preference}`);
  }
}

/** The surest first, to groups that have room; no path twice. */
function grant(
  claims: readonly Claim[],
  { sure, maxFiles }: { readonly sure: readonly Holding[]; readonly maxFiles: number },
): readonly Claim[] {
  const taken = new Set(sure.map(({ path }) => path));
  const sizes = new Map<number, number>();
  for (const { group } of sure) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  return inOrder(claims).filter(({ path, group }) => {
    const size = sizes.get(group) ?? 0;
    if (size >= maxFiles || taken.has(path)) return false;
    taken.add(path);
    sizes.set(group, size + 1);
    return true;
  });
}

function pathsOf(
  group: Group,
  at: number,
  { owner, index, groups }: { owner: Owners; index: RepositoryIndex; groups: readonly Group[] },
): OwnedPaths {
  const mine = [...owner].filter(([, { group: of }]) => of === at);
  const tracked = new Set(index.inventory.files.map(({ path }) => path));
  const creates = mine
    .map(([path]) => path)
    .filter((path) => !tracked.has(path))
    .sort();
  const folders = newFolders(creates, {
    named: namedFolders(group),
    inUse: [...tracked, ...[...owner].filter(([, { group: of }]) => of !== at).map(([path]) => path)],
    namedByOthers: groups.filter((other) => other !== group).flatMap(namedFolders),
  });
  const exact = mine.map(([path]) => path).filter((path) => !folders.some((folder) => path.startsWith(`${folder}/`)));
  const named = [...namedPaths(group)].filter((path) => owner.get(path)?.group !== at && owner.has(path));
  const foreign = named.map(
    (path) => `${path}: named here too, owned by ${numbersOf(groups[owner.get(path)?.group ?? 0] as Group)}`,
  );
  return {
    owns: [...exact, ...folders.map((folder) => `${folder}/**`)].sort(),
    creates,
    reads: named.sort(),
    reasons: [
      ...mine.map(([, { reason }]) => reason),
      ...folders.map((folder) => `${folder}/**: a new folder of its own`),
      ...foreign,
    ].sort(),
  };
}

/** Folders that do not exist yet and in which nobody else makes anything: owned whole, so that unforeseen files find a place. */
function newFolders(
  creates: readonly string[],
  { named, inUse, namedByOthers }: Readonly<Record<'named' | 'inUse' | 'namedByOthers', readonly string[]>>,
): string[] {
  const isNew = (folder: string): boolean => !inUse.some((path) => path.startsWith(`${folder}/`));
  const others = namedByOthers.filter(isNew);
  const isWithin = (folder: string, other: string): boolean => `${folder}/`.startsWith(`${other}/`);
  const above = creates.map((path) => posix.dirname(path)).filter((folder) => folder !== '.');
  const free = [...new Set([...above, ...named])].filter(
    (folder) => isNew(folder) && !others.some((other) => isWithin(folder, other) || isWithin(other, folder)),
  );
  return free.filter((folder) => !free.some((other) => other !== folder && folder.startsWith(`${other}/`))).sort();
}

function namedFolders({ studied }: Group): readonly string[] {
  return studied.flatMap(({ mentions }) => mentions.folders);
}
