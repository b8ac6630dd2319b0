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

interface Node {
  readonly id: string;
  readonly edges: readonly LockEdge[];
}

/** Who leads to each package; made once per graph, for any number of questions. */
export type ReverseEdges = ReadonlyMap<string, readonly Parent[]>;

/** For each package of the graph, who depends on it. */
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

/** The paths to any package of one graph. */
export type TracePaths = (id: string) => readonly DependencyPath[];

/**
 * Finds the shortest path from each importer that leads to a package, without a way through another importer: that one answers for it. A path that is shipped
 * goes before a shorter one that is not. By length, then by the importer's path. Made once per graph: a large one has half a million edges, and
 * thousands of packages to be traced.
 */
export function tracePaths(graph: LockGraph): TracePaths {
  const importers = [...graph.importers.values()];
  const { nodes, numbers, starts, edges, froms } = edgesInto(graph);
  const asked = new Int32Array(nodes.length).fill(-1);
  const wayOf = new Int32Array(nodes.length);
  const queue = new Int32Array(nodes.length);
  let question = 0;
  return (id) => {
    const target = numbers.get(id);
    if (target === undefined) return [];
    question += 1;
    asked[target] = question;
    wayOf[target] = -1;
    queue[0] = target;
    const found = new Map<number, DependencyPath>();
    let open = importers.length;
    for (let next = 0, end = 1; next < end && open > 0; next += 1) {
      const node = queue[next] as number;
      for (let at = starts[node] as number; at < (starts[node + 1] as number); at += 1) {
        const from = froms[at] as number;
        if (from < importers.length) {
          const isShipped = edges[at]?.kind !== 'dev';
          const known = found.get(from);
          if (known && (known.isShipped || !isShipped)) continue;
          const importer = importers[from] as LockImporter;
          found.set(from, { importer, isShipped, ...pathAlong(at) });
          if (isShipped) open -= 1;
        } else if (asked[from] !== question) {
          asked[from] = question;
          wayOf[from] = at;
          queue[end] = from;
          end += 1;
        }
      }
    }
    return [...found.values()].sort(
      (a, b) => a.ids.length - b.ids.length || (a.importer.path < b.importer.path ? -1 : 1),
    );
  };

  function pathAlong(first: number): Pick<DependencyPath, 'ids' | 'edges'> {
    const along: LockEdge[] = [];
    for (let at = first; at >= 0; at = wayOf[numbers.get(edges[at]?.to ?? '') as number] as number)
      along.push(edges[at] as LockEdge);
    return { ids: along.map(({ to }) => to), edges: along };
  }
}

interface NumberedEdges {
  /** The importers, then the packages. */
  readonly nodes: readonly Node[];
  readonly numbers: ReadonlyMap<string, number>;
  /** Of each node, where those that lead to it begin. */
  readonly starts: Int32Array;
  readonly edges: readonly LockEdge[];
  /** The node that each edge comes from. */
  readonly froms: Int32Array;
}

/** Who leads to each package, in numbers: a table of them is gone through many times faster than one of names. */
function edgesInto(graph: LockGraph): NumberedEdges {
  const nodes: readonly Node[] = [...graph.importers.values(), ...graph.packages.values()];
  const numbers = new Map(nodes.map(({ id }, at) => [id, at]));
  const starts = new Int32Array(nodes.length + 1);
  // What leads to an importer is on no way.
  const numberOf = (edge: LockEdge): number | undefined =>
    graph.importers.has(edge.to) ? undefined : numbers.get(edge.to);
  const all = nodes.flatMap(({ edges }, from) =>
    edges.flatMap((edge) => {
      const to = numberOf(edge);
      return to === undefined ? [] : [{ edge, from, to }];
    }),
  );
  for (const { to } of all) starts[to + 1] = (starts[to + 1] as number) + 1;
  for (let at = 0; at < nodes.length; at += 1) starts[at + 1] = (starts[at + 1] as number) + (starts[at] as number);
  const free = starts.slice();
  const edges = Array.from<LockEdge>({ length: all.length });
  const froms = new Int32Array(all.length);
  for (const { edge, from, to } of all) {
    const at = free[to] as number;
    free[to] = at + 1;
    edges[at] = edge;
    froms[at] = from;
  }
  return { nodes, numbers, starts, edges, froms };
}

/** The paths to one package. */
export function pathsTo(graph: LockGraph, id: string): readonly DependencyPath[] {
  return tracePaths(graph)(id);
}
