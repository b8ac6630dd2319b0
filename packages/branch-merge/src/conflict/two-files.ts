import type { MergeConflict } from '@cdev/git';
import type { OpenConflict, ResolvedPath } from './open-conflict.ts';
import { chosenSide, labelsOf, openPath, takePath, versionOf, type Deciding } from './taken-path.ts';

/** New paths to old ones, as each side renamed files since the base. */
export interface Renames {
  readonly ours: ReadonlyMap<string, string>;
  readonly theirs: ReadonlyMap<string, string>;
}

/** Two files that came to one path because a side, or each of them another file, renamed one to it: no versions of one file. */
export interface TwoFiles {
  readonly conflict: MergeConflict;
  /** Where they come from; undefined: the side made it there. */
  readonly from: Readonly<Record<'ours' | 'theirs', string | undefined>>;
}

export function findTwoFiles(conflicts: readonly MergeConflict[], renames: Renames | undefined): readonly TwoFiles[] {
  return conflicts.flatMap((conflict) => {
    const { path, base, ours, theirs } = conflict;
    const from = { ours: renames?.ours.get(path), theirs: renames?.theirs.get(path) };
    const isAddition = base === undefined && ours !== undefined && theirs !== undefined;
    return isAddition && from.ours !== from.theirs ? [{ conflict, from }] : [];
  });
}

/**
 * By a side its file has the path, and the other one the name it had before, so that neither is lost; a file that had none before is given up.
 * Without a side it stays open: two files are never joined to one.
 */
export function decideTwoFiles(
  { conflict, from }: TwoFiles,
  { blobs, options }: Deciding,
): readonly (ResolvedPath | OpenConflict)[] {
  const labels = labelsOf(options);
  const came = (side: 'ours' | 'theirs'): string =>
    from[side] === undefined ? `${labels[side]} made a file there` : `${labels[side]} renamed ${from[side]} to it`;
  const reason = `${came('ours')}, and ${came('theirs')}: these are two files`;
  const kind = from.ours === undefined || from.theirs === undefined ? 'rename/add' : 'rename/rename';
  const open = [{ ...openPath(conflict, kind, options), reason }];
  const side = chosenSide(options);
  if (side === undefined) return open;
  const other = side === 'ours' ? 'theirs' : 'ours';
  const old = from[other];
  const moved = versionOf(conflict[other], { blobs });
  const end =
    old === undefined ? `that of ${labels[other]} is given up` : `that of ${labels[other]} keeps the name ${old}`;
  const taken = takePath(conflict, side, {
    blobs,
    options,
    reason: `${reason}; ${labels[side]} has the path, as asked, and ${end}`,
  });
  if (taken === undefined || moved === undefined) return open;
  return old === undefined
    ? [taken]
    : [
        { ...taken, lost: [] },
        { ...taken, path: old, ...moved, lost: [] },
      ];
}
