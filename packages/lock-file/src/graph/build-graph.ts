import { markReach } from './mark-reach.ts';
import type {
  DependencyKind,
  Ecosystem,
  LockEdge,
  LockFormat,
  LockGraph,
  LockImporter,
  LockedPackage,
  MissingEdge,
} from './lock-graph.ts';

/** A package before it is known who reaches it. */
export type DraftPackage = Omit<
  LockedPackage,
  'isDev' | 'isOptional' | 'isPeer' | 'ecosystem' | 'isBundled' | 'isPatched'
> & {
  readonly isBundled?: boolean;
  readonly isPatched?: boolean;
};

export interface DraftGraph {
  readonly file: string;
  readonly format: LockFormat;
  readonly formatVersion: string;
  readonly ecosystem: Ecosystem;
  readonly packages: readonly DraftPackage[];
  readonly importers: readonly LockImporter[];
  readonly missing?: readonly MissingEdge[];
  readonly gaps?: readonly string[];
  /** Ids that only development needs, for formats that say so themselves instead of telling who asks. */
  readonly development?: ReadonlySet<string>;
}

/** Finds out who reaches what, and gives the finished graph. */
export function buildGraph(draft: DraftGraph): LockGraph {
  const { file, format, formatVersion, ecosystem, missing = [], gaps = [], development } = draft;
  const importers = new Map(draft.importers.map((importer) => [importer.id, importer]));
  const drafts = new Map(draft.packages.map((locked) => [locked.id, locked]));
  const reach = markReach(importers, drafts);
  // They become what they are drafts of: of thirty thousand packages no second one is made.
  for (const [id, locked] of drafts) {
    const { isDev, isOptional, isPeer } = reach(id);
    const { isBundled = false, isPatched = false } = locked;
    Object.assign(locked, {
      ecosystem,
      isDev: development ? development.has(id) : isDev,
      isOptional,
      isPeer,
      isBundled,
      isPatched,
    });
  }
  const packages = drafts as ReadonlyMap<string, DraftPackage | LockedPackage> as ReadonlyMap<string, LockedPackage>;
  return { file, format, formatVersion, ecosystem, packages, importers, missing, gaps };
}

export interface AskedDependency {
  readonly name: string;
  readonly range: string;
  readonly kind: DependencyKind;
}

/**
 * The edges of what is asked for. A dependency that stands in several lists is followed once, as the first of them says; what is not found is noted as
 * missing unless it may be.
 */
export function edgesOf(
  asked: readonly AskedDependency[],
  {
    from,
    find,
    missing,
  }: { from: string; find: (asked: AskedDependency) => string | undefined; missing: MissingEdge[] },
): readonly LockEdge[] {
  const edges: LockEdge[] = [];
  for (const dependency of asked) {
    const { name, range, kind } = dependency;
    if (edges.some((edge) => edge.name === name)) continue;
    const to = find(dependency);
    if (to !== undefined) edges.push({ name, kind, range, to });
    else if ((kind === 'runtime' || kind === 'dev') && !isFolder(range)) missing.push({ from, name, kind, range });
  }
  return edges;
}

/** What lies in a folder has no entry of its own in some lock files. */
export function isFolder(range: string): boolean {
  return /^(?:workspace|link|portal):|^\.{0,2}\//.test(range);
}
