import { coupling, type CodeOwners, type RepositoryIndex } from '@cdev/code-graph';
import { dependencyHints } from '../requirement/dependency-hints.ts';
import { findContracts } from '../requirement/find-contracts.ts';
import { namedBy } from './assign-paths.ts';
import { joinGroups, namedPaths, numbersOf, type Group, type Studied } from './group.ts';
import { ownersKey } from './prefer-owners.ts';
import { sharedRule } from './shared-rule.ts';
import { splitFile } from './split-file.ts';

export interface GroupDependency {
  readonly from: number;
  readonly on: number;
  readonly reason: string;
}

export interface FormOptions {
  readonly maxAgents: number | 'auto';
  readonly codeOwners?: CodeOwners | undefined;
}

/**
 * One group for each requirement, then joined where they cannot work apart: both must write a file that no rule merges, they need
 * each other, or there are more of them than agents.
 */
export function formGroups(
  studied: readonly Studied[],
  index: RepositoryIndex,
  { maxAgents, codeOwners }: FormOptions,
): Group[] {
  let groups: Group[] = studied.map((one) => ({ studied: [one], reasons: [] }));
  groups = joinWritersOfOneFile(groups, index);
  groups = joinCycles(groups);
  const mostGroups = maxAgents === 'auto' ? 0 : Math.max(1, maxAgents);
  while (groups.length > mostGroups) {
    const byShare = maxAgents === 'auto';
    const pair = nearest(groups, index, { byShare, codeOwners });
    if (!pair || (maxAgents === 'auto' && pair.share <= mostlySame)) break;
    const isByOwners = codeOwners && nearest(groups, index, { byShare })?.pair.join() !== pair.pair.join();
    const why = isByOwners
      ? 'of those that hang together about as much these two have the same owners'
      : 'these two touch most of the same files';
    const reason = `${byShare ? '' : 'fewer agents were asked for, and '}${why}`;
    groups = joinPair(groups, pair.pair, reason);
  }
  return groups;
}

/** Makes one of two, and of those that need each other then. */
export function joinPair(groups: readonly Group[], pair: readonly [number, number], reason: string): Group[] {
  return joinCycles(joinAt(groups, pair, reason));
}

/** Who needs whom first: by words of the issue, by a file that the other makes, or by a name that it brings into being. */
export function groupDependencies(groups: readonly Group[], trackedFiles: ReadonlySet<string>): GroupDependency[] {
  const all = groups.flatMap(({ studied }) => studied.map(({ requirement }) => requirement));
  const groupOf = (number: number): number =>
    groups.findIndex(({ studied }) => studied.some(({ requirement }) => requirement.number === number));
  const found = new Map<string, GroupDependency>();
  const add = (from: number, on: number, reason: string): void => {
    if (from !== on && on !== -1 && !found.has(`${from} ${on}`)) found.set(`${from} ${on}`, { from, on, reason });
  };
  groups.forEach(({ studied }, from) => {
    for (const { requirement } of studied) {
      for (const { number, words } of dependencyHints(requirement, all))
        add(from, groupOf(number), `the issue says "${words}"`);
    }
  });
  for (const { name, maker, users } of findContracts(groups.flatMap(({ studied }) => studied)))
    for (const user of users) add(groupOf(user), groupOf(maker), `it uses \`${name}\`, which part ${maker} makes`);
  for (const [path, [maker, ...others]] of namedBy(groups)) {
    if (maker !== undefined && !trackedFiles.has(path))
      for (const other of others)
        add(other, maker, `it uses ${path}, which ${numbersOf(groups[maker] as Group)} makes`);
  }
  return [...found.values()].sort((a, b) => a.from - b.from || a.on - b.on);
}

function joinWritersOfOneFile(groups: readonly Group[], { inventory, graph }: RepositoryIndex): Group[] {
  const tracked = new Set(inventory.files.map(({ path }) => path));
  for (const [path, by] of namedBy(groups)) {
    const [first, second] = by;
    if (first === undefined || second === undefined || !tracked.has(path)) continue;
    if (sharedRule(path, graph) !== undefined || splitFile(path, by, groups)) continue;
    const reason = `${numbersOf(groups[first] as Group)} and ${numbersOf(groups[second] as Group)} both change ${path}, which only one agent may`;
    return joinWritersOfOneFile(joinAt(groups, [first, second], reason), { inventory, graph } as RepositoryIndex);
  }
  return [...groups];
}

function joinCycles(groups: readonly Group[]): Group[] {
  const edges = groupDependencies(
    groups,
    new Set(groups.flatMap(({ studied }) => studied.flatMap(({ mentions }) => mentions.existing))),
  );
  const reaches = (from: number, to: number, seen = new Set<number>()): boolean =>
    edges.some(
      (edge) =>
        edge.from === from && !seen.has(edge.on) && (edge.on === to || reaches(edge.on, to, new Set([...seen, from]))),
    );
  const edge = edges.find(({ from, on }) => reaches(on, from));
  if (!edge) return [...groups];
  const reason = `${numbersOf(groups[edge.from] as Group)} and ${numbersOf(groups[edge.on] as Group)} need each other`;
  return joinCycles(joinAt(groups, [edge.from, edge.on], reason));
}

/** Of the files that the smaller of two parts most likely touches, more than so many are the other's too: one agent more gains nothing. */
const mostlySame = 0.5;

interface Nearest {
  readonly pair: readonly [number, number];
  readonly value: number;
  /** Of the smaller one's files, the part that the other one touches too. */
  readonly share: number;
}

/** The pair that touches most of the same files, the smaller the better: what is lost by one agent less is least there. */
function nearest(
  groups: readonly Group[],
  index: RepositoryIndex,
  { byShare, codeOwners }: { readonly byShare: boolean; readonly codeOwners?: CodeOwners | undefined },
): Nearest | undefined {
  const between = coupling(index);
  const files = groups.map((group) => [
    ...new Set([
      ...namedPaths(group),
      ...group.studied.flatMap(({ ranked }) => ranked.slice(0, 8).map(({ path }) => path)),
    ]),
  ]);
  const named = namedBy(groups);
  const isOnes = (path: string): boolean =>
    sharedRule(path, index.graph) === undefined && !splitFile(path, named.get(path) ?? [], groups);
  const likely = groups.map((group) => likelyFiles(group).filter(isOnes));
  const owners = groups.map((group) =>
    likelyFiles(group).map((path) => (codeOwners ? ownersKey(codeOwners, path) : '')),
  );
  let best: Nearest | undefined;
  for (let a = 0; a < groups.length; a += 1) {
    for (let b = a + 1; b < groups.length; b += 1) {
      const one = files[a] ?? [];
      const two = files[b] ?? [];
      const links = one.reduce(
        (sum, path) => sum + two.reduce((total, other) => total + (path === other ? 1 : between(path, other)), 0),
        0,
      );
      const value =
        links / Math.max(1, one.length * two.length) -
        (one.length + two.length) / 1000 +
        shareOfOwners * sameOwners(owners[a] ?? [], owners[b] ?? []);
      const share = shareOf(likely[a] ?? [], likely[b] ?? []);
      const isNearer = !best || (byShare && share !== best.share ? share > best.share : value > best.value);
      if (isNearer) best = { pair: [a, b], value, share };
    }
  }
  return best;
}

/** What the same owners of all files add to the mean coupling of two parts: as much as four files less, enough where imports and history tell no pair from another. */
const shareOfOwners = 0.004;

/** Of the pairs of files, the part that has owners and the same. */
function sameOwners(one: readonly string[], two: readonly string[]): number {
  const same = one
    .filter((owners) => owners !== '')
    .reduce((sum, owners) => sum + two.filter((other) => other === owners).length, 0);
  return same / Math.max(1, one.length * two.length);
}

/** Files that rank so high are changed more often than one in three times. */
const likelyTouched = 0.6;

function likelyFiles(group: Group): readonly string[] {
  const ranked = group.studied.flatMap((one) => one.ranked.slice(0, 8).filter(({ score }) => score >= likelyTouched));
  return [...new Set([...namedPaths(group), ...ranked.map(({ path }) => path)])];
}

function shareOf(one: readonly string[], two: readonly string[]): number {
  const same = one.filter((path) => two.includes(path)).length;
  return same / Math.max(1, Math.min(one.length, two.length));
}

function joinAt(groups: readonly Group[], [first, second]: readonly [number, number], reason: string): Group[] {
  const [low, high] = first < second ? [first, second] : [second, first];
  const joined = joinGroups(groups[low] as Group, groups[high] as Group, reason);
  return groups.flatMap((group, at) => (at === low ? [joined] : at === high ? [] : [group]));
}
