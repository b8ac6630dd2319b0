import { forecastMerges, type GitPlace } from '@cdev/git';
import { sideSurface, usedExports, type SideSurface, type UsedExport } from './used-exports.ts';

export interface MergeSide {
  /** Agent or branch. */
  readonly id: string;
  readonly commit: string;
  /** Where its own work begins; undefined for one of which only conflicts are of interest. */
  readonly base: string | undefined;
}

/** Two that are in each other's way, in text or in meaning. */
export interface MergeEdge {
  readonly between: readonly [string, string];
  /** What git alone could not merge. `content`, `add/add`, `modify/delete`, …: as git names it. */
  readonly conflicts: readonly { readonly path: string; readonly kind: string }[];
  readonly uses: readonly UsedExport[];
}

/**
 * How all pairs of sides would get on: conflicts by git's own merge, and exports that one changes and the other uses in what it changes. Pairs
 * that have neither are left out. No file, ref or object of the repository is made.
 * @throws CDEV_E_GIT_UNKNOWN_REVISION
 */
export async function forecastEdges(
  place: GitPlace,
  sides: readonly MergeSide[],
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MergeEdge[]> {
  const pairs = sides.flatMap((ours, at) => sides.slice(at + 1).map((theirs) => ({ ours, theirs })));
  if (pairs.length === 0) return [];
  const [merges, surfaces] = await Promise.all([
    forecastMerges(
      place,
      pairs.map(({ ours, theirs }) => ({ ours: ours.commit, theirs: theirs.commit })),
      { signal },
    ),
    surfacesOf(place, sides),
  ]);
  return pairs.flatMap(({ ours, theirs }, at) => {
    const conflicts = (merges[at]?.conflicts ?? []).map(({ path, kind }) => ({ path, kind }));
    const [one, other] = [surfaces.get(ours.id), surfaces.get(theirs.id)];
    const uses = one && other ? [...usedExports(ours.id, one, other), ...usedExports(theirs.id, other, one)] : [];
    return conflicts.length + uses.length === 0 ? [] : [{ between: [ours.id, theirs.id] as const, conflicts, uses }];
  });
}

/** One side's change that another's work stands on, in a sentence. */
export function useText(
  { between }: Pick<MergeEdge, 'between'>,
  { changedBy, name, path, importer }: UsedExport,
): string {
  const user = between.find((id) => id !== changedBy) ?? changedBy;
  return `${changedBy} changes ${name} of ${path}, which ${user} uses in ${importer}`;
}

async function surfacesOf(place: GitPlace, sides: readonly MergeSide[]): Promise<Map<string, SideSurface>> {
  const surfaces = new Map<string, SideSurface>();
  for (const { id, base, commit } of sides)
    if (base !== undefined) surfaces.set(id, await sideSurface(place, base, commit));
  return surfaces;
}
