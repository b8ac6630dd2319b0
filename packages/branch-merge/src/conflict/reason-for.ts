import type { MergeConflict } from '@cdev/git';
import type { OpenConflictKind } from './open-conflict.ts';
import type { SideLabels } from './resolve-options.ts';

type Sides = Pick<MergeConflict, 'path' | 'base' | 'ours' | 'theirs'>;
type Reason = (labels: SideLabels, sides: Sides) => string;

const together: Reason = ({ ours, theirs }) => `${ours} and ${theirs} changed it in ways that do not go together`;

/** `deleted`, and what the other side did. */
const against =
  (did: string): Reason =>
  ({ ours, theirs }, sides) =>
    sides.ours === undefined
      ? `${ours} deleted it and ${theirs} ${did} it`
      : `${ours} ${did} it and ${theirs} deleted it`;

const reasons: Readonly<Record<OpenConflictKind, Reason>> = {
  content: together,
  'add/add': together,
  invalid: together,
  other: together,
  binary: ({ ours, theirs }) => `${ours} and ${theirs} both changed it, and it is no text that could be merged`,
  'modify/delete': against('changed'),
  'rename/delete': against('renamed'),
  'rename/rename': ({ ours, theirs }) => `${ours} and ${theirs} renamed files so that their names do not go together`,
  'rename/add': ({ ours, theirs }) =>
    `One of ${ours} and ${theirs} renamed another file to this path, where the other has a file of its own`,
  'file/directory': ({ ours, theirs }, { path, ours: own }) => {
    const [file, folder] = own === undefined ? [theirs, ours] : [ours, theirs];
    return `${placeOf(path)} is a file for ${file}, and a folder for ${folder}`;
  },
  'distinct types': ({ ours, theirs }, { path }) =>
    `${ours} and ${theirs} made ${placeOf(path)} things of different types, such as a file and a link`,
  submodule: ({ ours, theirs }, sides) =>
    sides.ours === undefined || sides.theirs === undefined
      ? against('moved')({ ours, theirs }, sides).replace(/\bit\b/, 'the submodule')
      : `${ours} and ${theirs} moved the submodule to different commits`,
  'directory rename': ({ ours, theirs }) =>
    `One of ${ours} and ${theirs} renamed a folder, and it is unclear where this file of the other belongs`,
  symlink: ({ ours, theirs }) => `${ours} and ${theirs} let the link point to different places`,
  mode: ({ ours, theirs }) => `${ours} and ${theirs} gave it different permissions`,
  lockfile: ({ ours, theirs }) =>
    `${ours} and ${theirs} both changed this lock file, which its package manager has to write anew`,
};

/** Why a conflict of that kind is open, in a sentence. */
export function reasonFor(kind: OpenConflictKind, sides: Sides, labels: SideLabels): string {
  return reasons[kind](labels, sides);
}

/** The path without the ending with which git sets one of two things at one path aside. */
export function placeOf(path: string): string {
  return path.replace(/~[^~/]*$/, '');
}
