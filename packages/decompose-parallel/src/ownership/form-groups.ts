import { coupling, type RepositoryIndex } from '@cdev/code-graph';
import { dependencyHints } from '../requirement/dependency-hints.ts';
import { namedBy } from './assign-paths.ts';
import { joinGroups, namedPaths, numbersOf, type Group, type Studied } from './group.ts';
import { sharedRule } from './shared-rule.ts';

export interface GroupDependency {
  readonly from: number;
  readonly on: number;
  readonly reason: string;
}

/**
 * One group for each requirement, then joined where they cannot work apart: both must write a file that no rule merges, they need
 * each other, or there are more of them than agents.
 */
export function formGroups(studied: readonly Studied[], index: RepositoryIndex, maxAgents: number): Group[] {
  let groups: Group[] = studied.map((one) => ({ studied: [one], reasons: [] }));
  groups = joinWritersOfOneFile(groups, index);
  groups = joinCycles(groups);
  while (groups.length > Math.max(1, maxAgents)) groups = joinCycles(joinNearest(groups, index));
  return groups;
}

/** Who needs whom first, by words of the issue or by a file that the other makes. */
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
  for (const [path, [maker, ...others]] of namedBy(groups)) {
    if (maker !== undefined && !trackedFiles.has(path))
      for (const other of others)
        add(other, maker, `it uses ${path}, which ${numbersOf(groups[maker] as Group)} makes`);
  }
  return [...found.values()].sort((a, b) => a.from - b.from || a.on - b.on);
}

function joinWritersOfOneFile(groups: readonly Group[], { inventory, graph }: RepositoryIndex): Group[] {
  const tracked = new Set(inventory.files.map(({ path }) => path));
  for (const [path, [first, second]] of namedBy(groups)) {
    if (first === undefined || second === undefined || !tracked.has(path) || sharedRule(path, graph) !== undefined)
      continue;
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

/** Joins the pair that touches most of the same files, the smaller the better: what is lost by one agent more is least there. */
function joinNearest(groups: readonly Group[], index: RepositoryIndex): Group[] {
  const between = coupling(index);
  const files = groups.map((group) => [
    ...new Set([
      ...namedPaths(group),
      ...group.studied.flatMap(({ ranked }) => ranked.slice(0, 8).map(({ path }) => path)),
    ]),
  ]);
  let best: { pair: [number, number]; value: number } | undefined;
  for (let a = 0; a < groups.length; a += 1) {
    for (let b = a + 1; b < groups.length; b += 1) {
      const one = files[a] ?? [];
      const two = files[b] ?? [];
      const links = one.reduce(
        (sum, path) => sum + two.reduce((total, other) => total + (path === other ? 1 : between(path, other)), 0),
        0,
      );
      const value = links / Math.max(1, one.length * two.length) - (one.length + two.length) / 1000;
      if (!best || value > best.value) best = { pair: [a, b], value };
    }
  }
  return best
    ? joinAt(groups, best.pair, 'fewer agents were asked for, and these two touch most of the same files')
    : [...groups];
}

function joinAt(groups: readonly Group[], [first, second]: readonly [number, number], reason: string): Group[] {
  const [low, high] = first < second ? [first, second] : [second, first];
  const joined = joinGroups(groups[low] as Group, groups[high] as Group, reason);
  return groups.flatMap((group, at) => (at === low ? [joined] : at === high ? [] : [group]));
}
