import type { ConflictSide, MergeConflict } from '@cdev/git';
import type { OpenConflictKind } from './open-conflict.ts';

const link = '120000';
const submodule = '160000';

/** What git says of a conflict, told apart further by what stands at the path. */
export function kindOf({ kind, base, ours, theirs }: MergeConflict): OpenConflictKind {
  const modes = new Set([base, ours, theirs].map((side) => side?.mode));
  if (modes.has(submodule)) return 'submodule';
  if (kind !== 'content' && kind !== 'add/add' && kind !== 'binary') return kind;
  if (ours?.mode === link && theirs?.mode === link) return 'symlink';
  if (modes.has(link)) return 'distinct types';
  return mergedMode(base, ours, theirs) === undefined ? 'mode' : kind;
}

/** The mode that only one side changed, or both the same; undefined when they changed it in two ways. */
export function mergedMode(
  base: ConflictSide | undefined,
  ours: ConflictSide | undefined,
  theirs: ConflictSide | undefined,
): string | undefined {
  if (ours?.mode === theirs?.mode) return ours?.mode;
  if (base === undefined) return undefined;
  return ours?.mode === base.mode ? theirs?.mode : theirs?.mode === base.mode ? ours?.mode : undefined;
}

/** Of these a side can be taken as it is: the path alone is in question. */
const decidedBySide: ReadonlySet<OpenConflictKind> = new Set([
  'content',
  'add/add',
  'invalid',
  'binary',
  'modify/delete',
  'symlink',
  'mode',
  'lockfile',
]);

export function canTakeSide(kind: OpenConflictKind): boolean {
  return decidedBySide.has(kind);
}

type Sides = Pick<MergeConflict, 'ours' | 'theirs'>;
type Labels = { readonly ours: string; readonly theirs: string };

const together = ({ ours, theirs }: Labels): string =>
  `${ours} and ${theirs} changed it in ways that do not go together`;

const reasons: Readonly<Record<OpenConflictKind, (labels: Labels, sides: Sides) => string>> = {
  content: together,
  'add/add': together,
  invalid: together,
  other: together,
  binary: ({ ours, theirs }) => `${ours} and ${theirs} both changed it, and it is no text that could be merged`,
  'modify/delete': ({ ours, theirs }, sides) =>
    sides.ours === undefined
      ? `${ours} deleted it and ${theirs} changed it`
      : `${ours} changed it and ${theirs} deleted it`,
  'rename/delete': ({ ours, theirs }) => `One of ${ours} and ${theirs} renamed it and the other deleted it`,
  'rename/rename': ({ ours, theirs }) => `${ours} and ${theirs} renamed files so that their names do not go together`,
  'rename/add': ({ ours, theirs }) =>
    `One of ${ours} and ${theirs} renamed another file to this path, where the other has a file of its own`,
  'file/directory': ({ ours, theirs }) => `It is a file for one of ${ours} and ${theirs}, and a folder for the other`,
  'distinct types': ({ ours, theirs }) =>
    `${ours} and ${theirs} made it things of different types, such as a file and a link`,
  submodule: ({ ours, theirs }) => `${ours} and ${theirs} moved the submodule to different commits`,
  'directory rename': ({ ours, theirs }) =>
    `One of ${ours} and ${theirs} renamed a folder, and it is unclear where this file of the other belongs`,
  symlink: ({ ours, theirs }) => `${ours} and ${theirs} let the link point to different places`,
  mode: ({ ours, theirs }) => `${ours} and ${theirs} gave it different permissions`,
  lockfile: ({ ours, theirs }) =>
    `${ours} and ${theirs} both changed this lock file, which its package manager has to write anew`,
};

/** Why a conflict of that kind is open, in a sentence. */
export function reasonFor(kind: OpenConflictKind, sides: Sides, labels: Labels): string {
  return reasons[kind](labels, sides);
}
