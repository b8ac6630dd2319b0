import type { RepositoryIndex } from '@cdev/code-graph';
import { matchesPattern } from '@cdev/deployment-plan';
import type { Assignment } from './assign-paths.ts';
import { numbersOf, type Group } from './group.ts';

/** A file that no group got and that some are likely to need. */
export interface PoolPath {
  readonly path: string;
  /** Indices of the groups that are likely to need it, the likeliest first. */
  readonly groups: readonly number[];
  readonly reason: string;
}

/** Of the files that rank below this for a request about one in twenty is changed (73 commits of four repositories). */
const leastScore = 0.4;
/** What one group is offered at most, and what all of them are: a list that names everything says nothing. */
const mostOfGroup = 5;
const mostOfAll = 20;

interface Wish {
  readonly path: string;
  readonly group: number;
  readonly score: number;
  readonly reason: string;
}

/**
 * The files left over by `assignPaths` that rank high for a group: agents own a limited number of files, and a part that names its files gets no others. Nothing of it is owned,
 * shared or to be made; best first, each with every group that wishes for it.
 */
export function poolPaths(groups: readonly Group[], { owned, shared }: Assignment, index: RepositoryIndex): PoolPath[] {
  const taken = [...owned.flatMap(({ owns }) => owns), ...shared.map(({ path }) => path)];
  const isTaken = (path: string): boolean => taken.some((pattern) => matchesPattern(pattern, path));
  const tracked = new Set(index.inventory.files.map(({ path }) => path));
  const isFree = ({ path }: Wish): boolean => tracked.has(path) && !isTaken(path);
  const wishes = groups.flatMap((group, at) => wishesOf(group, at).filter(isFree).slice(0, mostOfGroup));
  return [...Map.groupBy(wishes.sort(byScore), ({ path }) => path)].slice(0, mostOfAll).map(([path, of]) => ({
    path,
    groups: of.map(({ group }) => group),
    reason: of.map(({ reason }) => reason).join('; '),
  }));
}

/** What ranks high for any part of a group, each file once, best first. */
function wishesOf(group: Group, at: number): Wish[] {
  const best = new Map<string, Wish>();
  for (const { ranked } of group.studied)
    for (const { path, score, reasons } of ranked) {
      if (score < leastScore || score <= (best.get(path)?.score ?? 0)) continue;
      const reason = `${numbersOf(group)}: ${reasons[0] ?? 'ranked'} (score ${score.toFixed(2)})`;
      best.set(path, { path, group: at, score, reason });
    }
  return [...best.values()].sort(byScore);
}

function byScore(a: Wish, b: Wish): number {
  return b.score - a.score || a.group - b.group || (a.path < b.path ? -1 : 1);
}
