import type { ConflictSide, MergeConflict } from '@cdev/git';
import type { OpenConflictKind } from './open-conflict.ts';

const link = '120000';
export const submodule = '160000';

/** What git says of a conflict, told apart further by what stands at the path. */
export function kindOf({ kind, base, ours, theirs }: MergeConflict): OpenConflictKind {
  const modes = new Set([base, ours, theirs].map((side) => side?.mode));
  if (modes.has(submodule)) return 'submodule';
  if (kind !== 'content' && kind !== 'add/add' && kind !== 'binary') return kind;
  if (ours?.mode === link && theirs?.mode === link) return 'symlink';
  return modes.has(link) ? 'distinct types' : kind;
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
  'rename/delete',
  'symlink',
  'mode',
  'lockfile',
  'submodule',
]);

export function canTakeSide(kind: OpenConflictKind): boolean {
  return decidedBySide.has(kind);
}
