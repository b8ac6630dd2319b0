import { isTestFile, type ImportEdge, type ImportGraph } from '@cdev/code-graph';
import { namedPaths, numbersOf, type Group } from './group.ts';

export interface ImportOrder {
  /** Indices of the groups: who is imported first. */
  readonly order: readonly number[];
  /** One for each group that goes before one that stands before it in the issue. */
  readonly reasons: readonly { readonly earlier: number; readonly later: number; readonly reason: string }[];
}

/** Whoever imports types alone is bound to how they are declared: that counts as two imports. */
const weightOfTypes = 2;

/**
 * The order in which work that is free of each other is best merged by what imports what: who is imported goes before who imports it, types
 * above all, so that what is merged later was merged with what it is built on; a part of tests alone goes after what they run. Circles are cut where least is lost, and groups that no import
 * orders stay as they are. (The greedy heuristic for the feedback arc set of Eades, Lin and Smyth, 1993.)
 */
export function importOrder(
  groups: readonly Group[],
  owned: readonly { readonly owns: readonly string[] }[],
  { edges, importsOf }: Pick<ImportGraph, 'edges' | 'importsOf'>,
): ImportOrder {
  const groupOf = new Map(owned.flatMap(({ owns }, at) => owns.map((path) => [path, at] as const)));
  const between = Map.groupBy(
    edges.filter(({ from, to }) => groupOf.has(from) && groupOf.has(to) && groupOf.get(from) !== groupOf.get(to)),
    ({ from, to }) => `${groupOf.get(from)} ${groupOf.get(to)}`,
  );
  const run = groups.map((group, at) =>
    testedBy(at, { name: numbersOf(group), tests: testsAlone(group, owned[at]?.owns), groupOf, importsOf }),
  );
  const needs = (from: number, to: number): number =>
    (between.get(`${from} ${to}`) ?? []).reduce((sum, { kind }) => sum + (kind === 'type' ? weightOfTypes : 1), 0) +
    (run[from]?.has(to) === true ? 1 : 0);
  const left = groups.map((_, at) => at);
  const order: number[] = [];
  while (left.length > 0) {
    const lead = (at: number): number => left.reduce((sum, other) => sum + needs(other, at) - needs(at, other), 0);
    const isFree = (at: number): boolean => left.every((other) => needs(at, other) === 0);
    const next = left.find(isFree) ?? left.reduce((best, at) => (lead(at) > lead(best) ? at : best));
    order.push(...left.splice(left.indexOf(next), 1));
  }
  const reasons = order.flatMap((earlier, place) =>
    order
      .slice(place + 1)
      .filter((later) => later < earlier && needs(later, earlier) > 0)
      .map((later) => ({
        earlier,
        later,
        reason: run[later]?.get(earlier) ?? reasonOf(groups[later], between.get(`${later} ${earlier}`) ?? []),
      })),
  );
  return { order, reasons };
}

/** The tests of a group that names nothing else, or owns nothing else where it names nothing. */
function testsAlone(group: Group, owns: readonly string[] = []): readonly string[] {
  const named = [...namedPaths(group)];
  const paths = named.length > 0 ? named : owns;
  return paths.every(isTestFile) ? paths : [];
}

interface Tested {
  /** As reasons speak of the group. */
  readonly name: string;
  readonly tests: readonly string[];
  readonly groupOf: ReadonlyMap<string, number>;
  readonly importsOf: ImportGraph['importsOf'];
}

/** The groups whose files tests of the group `at` run, through whatever is imported between, each with the reason. */
function testedBy(at: number, { name, tests, groupOf, importsOf }: Tested): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const test of tests) {
    const reached = new Set([test]);
    for (const path of reached) {
      const group = groupOf.get(path);
      if (group !== undefined && group !== at && !isTestFile(path) && !found.has(group))
        found.set(group, `${name} is tests alone, and ${test} runs ${path}`);
      for (const next of importsOf(path)) reached.add(next);
    }
  }
  return found;
}

function reasonOf(importer: Group | undefined, edges: readonly ImportEdge[]): string {
  const shown = edges.find(({ kind }) => kind === 'type') ?? edges[0];
  const what = shown?.kind === 'type' ? 'types of ' : '';
  const more = edges.length > 1 ? `, and ${edges.length - 1} more like that` : '';
  return `${importer ? numbersOf(importer) : 'the other'} owns ${shown?.from}, which imports ${what}${shown?.to}${more}`;
}
