import { importerId, type LockEdge, type LockGraph } from '@cdev/lock-file';
import { lockedComponent, purl, type Component } from './component.ts';

/** What a member of a workspace brings along, by its lock file. */
export interface LockedDependencies {
  /** Name that the member asks for -> reference of what it gets. */
  readonly direct: ReadonlyMap<string, string>;
  /** By reference; other members of the workspace are not among them. */
  readonly components: ReadonlyMap<string, Component>;
  /** Reference -> references of what it needs. */
  readonly needs: ReadonlyMap<string, readonly string[]>;
  /** The lock file has a package for everything. */
  readonly isComplete: boolean;
}

/**
 * Follows what is installed with a member, all levels, without what only development needs; undefined when the lock file does not know
 * the member. Copies of one version that the lock file tells apart, as for other peers, are one component.
 */
export function lockedDependencies(graph: LockGraph, path: string): LockedDependencies | undefined {
  const start = graph.importers.get(importerId(path));
  if (!start) return undefined;
  const reached = reach(graph, start.id);
  const refOf = (id: string): string | undefined => {
    const locked = graph.packages.get(id);
    return locked ? lockedComponent(locked, false)['bom-ref'] : memberRef(graph, id);
  };
  const components = new Map<string, Component>();
  const needs = new Map<string, readonly string[]>();
  for (const [id, isOptional] of reached) {
    const locked = graph.packages.get(id);
    const ref = refOf(id);
    if (ref === undefined || id === start.id) continue;
    const node = locked ?? graph.importers.get(id);
    const needed = shipped(node?.edges ?? []).flatMap(({ to }) => refOf(to) ?? []);
    needs.set(ref, [...new Set([...(needs.get(ref) ?? []), ...needed])]);
    const known = components.get(ref);
    if (locked && (!known || known.scope === 'optional')) components.set(ref, lockedComponent(locked, isOptional));
  }
  return {
    direct: new Map(
      shipped(start.edges).flatMap(({ name, to }) => {
        const ref = refOf(to);
        return ref === undefined ? [] : [[name, ref] as const];
      }),
    ),
    components,
    needs,
    isComplete: !graph.missing.some(({ from, kind }) => reached.has(from) && kind !== 'dev') && graph.gaps.length === 0,
  };
}

/** Id -> whether everything that leads to it is optional. */
function reach({ packages, importers }: LockGraph, start: string): ReadonlyMap<string, boolean> {
  const reached = new Map<string, boolean>([[start, false]]);
  const queue = [start];
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    const isOptional = reached.get(id) === true;
    for (const { to, kind } of shipped((packages.get(id) ?? importers.get(id))?.edges ?? [])) {
      const optional = isOptional || kind === 'optional';
      const known = reached.get(to);
      // Reached again without an option, it and what it needs are no longer optional.
      if (known === undefined || (known && !optional)) {
        reached.set(to, optional);
        queue.push(to);
      }
    }
  }
  return reached;
}

/** Packages' own lists for development are in no lock file; those of a member are, and are not shipped. */
function shipped(edges: readonly LockEdge[]): readonly LockEdge[] {
  return edges.filter(({ kind }) => kind !== 'dev');
}

/** Members have no version in a lock file: the bill has them by the tarball, if they are part of it. */
function memberRef({ importers }: LockGraph, id: string): string | undefined {
  const name = importers.get(id)?.name ?? '';
  return name === '' ? undefined : purl(name);
}
