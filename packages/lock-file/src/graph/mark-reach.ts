import type { DependencyKind, LockEdge } from './lock-graph.ts';

interface Node {
  readonly edges: readonly LockEdge[];
}

export interface Reach {
  readonly isDev: boolean;
  readonly isOptional: boolean;
  readonly isPeer: boolean;
}

/**
 * Says of each package whether every way to it leads over a dependency for development, an optional one, or a peer. What nobody reaches at all is none of
 * these: better that too much is taken for shipped than too little.
 */
export function markReach(
  importers: ReadonlyMap<string, Node>,
  packages: ReadonlyMap<string, Node>,
): (id: string) => Reach {
  const all = reached(importers, packages, undefined);
  const [withoutDev, withoutOptional, withoutPeer] = (['dev', 'optional', 'peer'] as const).map((kind) =>
    reached(importers, packages, kind),
  );
  return (id) => {
    const isReached = all.has(id);
    return {
      isDev: isReached && !withoutDev?.has(id),
      isOptional: isReached && !withoutOptional?.has(id),
      isPeer: isReached && !withoutPeer?.has(id),
    };
  };
}

/** Every id that can be reached from an importer without an edge of that kind. */
function reached(
  importers: ReadonlyMap<string, Node>,
  packages: ReadonlyMap<string, Node>,
  without: DependencyKind | undefined,
): ReadonlySet<string> {
  const seen = new Set<string>();
  const queue: Node[] = [...importers.values()];
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    for (const { kind, to } of node.edges) {
      if (kind === without || seen.has(to)) continue;
      const next = packages.get(to);
      if (next === undefined) continue;
      seen.add(to);
      queue.push(next);
    }
  }
  return seen;
}
