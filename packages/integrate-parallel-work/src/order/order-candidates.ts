import type { MergeEdge } from '@cdev/branch-merge';

/** An agent's place in the queue. */
export interface OrderedAgent {
  readonly agent: string;
  /** Agents in the queue that it depends on. */
  readonly after: readonly string[];
  /** With whom it is in each other's way, in text or in meaning. */
  readonly edges: readonly MergeEdge[];
  /** Why it stands where it does, in words. */
  readonly reason: string;
}

export interface Orderable {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * Dependencies first; of those that are free to go, whoever was asked to be first, then who has the fewest edges: what breaks or conflicts late
 * throws out the least. Where that is the same the order stays as it is given.
 */
export function orderCandidates(
  candidates: readonly Orderable[],
  { edges, first }: { readonly edges: readonly MergeEdge[]; readonly first: readonly string[] },
): OrderedAgent[] {
  const left = [...candidates];
  const ordered: OrderedAgent[] = [];
  const edgesOf = (id: string): MergeEdge[] => edges.filter(({ between }) => between.includes(id));
  const rank = (id: string): number => (first.includes(id) ? first.indexOf(id) : first.length);
  while (left.length > 0) {
    const free = left.filter(({ dependsOn }) => !dependsOn.some((id) => left.some((other) => other.id === id)));
    // A plan has no circle; if it had one, the order given is as good as any.
    const [next] = (free.length > 0 ? free : left).toSorted(
      (a, b) => rank(a.id) - rank(b.id) || edgesOf(a.id).length - edgesOf(b.id).length,
    );
    if (next === undefined) break;
    left.splice(left.indexOf(next), 1);
    const after = next.dependsOn.filter((id) => candidates.some((other) => other.id === id));
    const own = edgesOf(next.id);
    const isFirst = first.includes(next.id);
    ordered.push({ agent: next.id, after, edges: own, reason: reasonOf(next.id, { after, edges: own, isFirst }) });
  }
  return ordered;
}

function reasonOf(
  id: string,
  { after, edges, isFirst }: Pick<OrderedAgent, 'after' | 'edges'> & { readonly isFirst: boolean },
): string {
  const others = edges.map(({ between }) => between.find((other) => other !== id) ?? id);
  const edge = edges.length === 1 ? '1 edge' : `${edges.length} edges`;
  return [
    ...(isFirst ? ['asked for in this place'] : []),
    ...(after.length > 0 ? [`after ${after.join(', ')}, on which it depends`] : []),
    edges.length === 0 ? 'no edge' : `${edge}: ${others.join(', ')}`,
  ].join('; ');
}
