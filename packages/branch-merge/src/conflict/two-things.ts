import type { MergeConflict } from '@cdev/git';
import type { OpenConflict, ResolvedPath } from './open-conflict.ts';
import { placeOf } from './reason-for.ts';
import { chosenSide, labelsOf, openPath, takePath, type Deciding } from './taken-path.ts';

/** A link of one side and a file of the other at one path; git has set one of them aside under a name of its own. */
export interface TwoThings {
  readonly path: string;
  readonly ours: MergeConflict;
  readonly theirs: MergeConflict;
}

export function findTwoThings(conflicts: readonly MergeConflict[]): readonly TwoThings[] {
  return conflicts.flatMap((aside) => {
    const path = placeOf(aside.path);
    const placed = path === aside.path ? undefined : conflicts.find((one) => one.path === path);
    if (placed === undefined || placed.kind === 'file/directory') return [];
    const ours = placed.theirs === undefined ? placed : aside;
    const theirs = ours === placed ? aside : placed;
    const areApart = ours.theirs === undefined && theirs.ours === undefined;
    return areApart && ours.ours !== undefined && theirs.theirs !== undefined ? [{ path, ours, theirs }] : [];
  });
}

/** The thing of the side that is asked for, at the path; without one both stay open. */
export function decideTwoThings(
  { path, ours, theirs }: TwoThings,
  { blobs, options }: Deciding,
): readonly (ResolvedPath | OpenConflict)[] {
  const open = [ours, theirs].map((one) => openPath(one, 'distinct types', options));
  const side = chosenSide(options);
  if (side === undefined) return open;
  const labels = labelsOf(options);
  const [one, other] = side === 'ours' ? [labels.ours, labels.theirs] : [labels.theirs, labels.ours];
  const reason = `${path} is what ${one} made it, as asked; what ${other} made it is given up`;
  const asked = { blobs, options, reason };
  const [kept, dropped] = side === 'ours' ? [ours, theirs] : [theirs, ours];
  // Neither has the side's version at the path of the other, so that taking the side there removes it.
  const gone = takePath({ ...dropped, [side]: undefined }, side, asked);
  const placed = takePath({ ...kept, path }, side, asked);
  if (gone === undefined || placed === undefined) return open;
  const removals = [dropped, kept]
    .filter((thing) => thing.path !== path)
    .map((thing) => ({ ...gone, path: thing.path }));
  return [{ ...placed, lost: gone.lost }, ...removals.map((removal) => ({ ...removal, lost: [] }))];
}
