import type { ImportEdge, ImportGraph } from '@cdev/code-graph';
import { numbersOf, type Group } from './group.ts';

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
 * above all, so that what is merged later was merged with what it is built on. Circles are cut where least is lost, and groups that no import
 * orders stay as they are. (The greedy heuristic for the feedback arc set of Eades, Lin and Smyth, 1993.)
 */
export function importOrder(
  groups: readonly Group[],
  owned: readonly { readonly owns: readonly string[] }[],
  { edges }: Pick<ImportGraph, 'edges'>,
): ImportOrder {
  const groupOf = new Map(owned.flatMap(({ owns }, at) => owns.map((path) => [path, at] as const)));
  const between = Map.groupBy(
    edges.filter(({ from, to }) => groupOf.has(from) && groupOf.has(to) && groupOf.get(from) !== groupOf.get(to)),
    ({ from, to }) => `${groupOf.get(from)} ${groupOf.get(to)}`,
  );
  const needs = (from: number, to: number): number =>
    (between.get(`${from} ${to}`) ?? []).reduce((sum, { kind }) => sum + (kind === 'type' ? weightOfTypes : 1), 0);
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
      .map((later) => ({ earlier, later, reason: reasonOf(groups[later], between.get(`${later} ${earlier}`) ?? []) })),
  );
  return { order, reasons };
}

function reasonOf(importer: Group | undefined, edges: readonly ImportEdge[]): string {
  const shown = edges.find(({ kind }) => kind === 'type') ?? edges[0];
  const what = shown?.kind === 'type' ? 'types of ' : '';
  const more = edges.length > 1 ? `, and ${edges.length - 1} more like that` : '';
  return `${importer ? numbersOf(importer) : 'the other'} owns ${shown?.from}, which imports ${what}${shown?.to}${more}`;
}
