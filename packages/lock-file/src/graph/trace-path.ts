import type { LockEdge, LockGraph, LockImporter } from './lock-graph.ts';

/** Why a package is there, as far as one importer is concerned. */
export interface DependencyPath {
  readonly importer: LockImporter;
  /** From the importer's own dependency to the package, ids; one id when it is a direct dependency. */
  readonly ids: readonly string[];
  /** The edges along the way; the first is the one that stands in the importer's manifest. */
  readonly edges: readonly LockEdge[];
  /** The importer needs it for its own work, not only for its development. */
  readonly isShipped: boolean;
}

interface Parent {
  readonly from: string;
  readonly edge: LockEdge;
}

/** Who leads to each package; made once per graph, for any number of questions. */
export type ReverseEdges = ReadonlyMap<string, readonly Parent[]>;

/** For each package of the graph, who depends on it: made once, for tracing many packages. */
export function reverseEdges(graph: LockGraph): ReverseEdges {
  const parents = new Map<string, Parent[]>();
  for (const nodes of [graph.importers, graph.packages])
    for (const { id, edges } of nodes.values())
      for (const edge of edges) {
        const known = parents.get(edge.to);
        if (known) known.push({ from: id, edge });
        else parents.set(edge.to, [{ from: id, edge }]);
      }
  return parents;
}

/**
 * The shortest path from each importer that leads to the package, without a way through another importer: that one answers for it. A path that is shipped
 * goes before a shorter one that is not. By length, then by the importer's path.
 */
export function pathsTo(
  graph: LockGraph,
  id: string,
  parents: ReverseEdges = reverseEdges(graph),
): readonly DependencyPath[] {
  const found = new Map<string, DependencyPath>();
  const ways = new Map<string, Parent & { readonly next: string | undefined }>();
  const seen = new Set([id]);
  let front: readonly string[] = [id];
  while (front.length > 0) {
    const next: string[] = [];
    for (const node of front)
      for (const { from, edge } of parents.get(node) ?? []) {
        const importer = graph.importers.get(from);
        if (importer) {
          const isShipped = edge.kind !== 'dev';
          const known = found.get(from);
          if (known && (known.isShipped || !isShipped)) continue;
          found.set(from, { importer, isShipped, ...wayFrom(edge, ways) });
        } else if (!seen.has(from)) {
          seen.add(from);
          ways.set(from, { from, edge, next: node });
          next.push(from);
        }
      }
    front = next;
  }
  return [...found.values()].sort(
    (a, b) => a.ids.length - b.ids.length || (a.importer.path < b.importer.path ? -1 : 1),
  );
}

function wayFrom(
  first: LockEdge,
  ways: ReadonlyMap<string, Parent>,
): { readonly ids: readonly string[]; readonly edges: readonly LockEdge[] } {
  const ids = [first.to];
  const edges = [first];
  for (let way = ways.get(first.to); way !== undefined; way = ways.get(way.edge.to)) {
    ids.push(way.edge.to);
    edges.push(way.edge);
  }
  return { ids, edges };
}
