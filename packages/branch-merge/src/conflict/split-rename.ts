import type { MergeConflict, MergeMessage } from '@cdev/git';
import type { OpenConflict, ResolvedPath } from './open-conflict.ts';
import { sidePiece } from './resolve-content.ts';
import { chosenSide, labelsOf, openPath, versionOf, type Deciding } from './taken-path.ts';

/** A file that one side renamed to one name and the other to another; git has merged its content, and put it at both. */
export interface SplitRename {
  readonly old: MergeConflict;
  readonly ours: MergeConflict;
  readonly theirs: MergeConflict;
}

/** By what git says, else by the content that is the same at both names. */
export function findSplitRenames(
  conflicts: readonly MergeConflict[],
  messages: readonly MergeMessage[],
): readonly SplitRename[] {
  const only = (own: 'base' | 'ours' | 'theirs'): MergeConflict[] =>
    conflicts.filter((one) =>
      (['base', 'ours', 'theirs'] as const).every((side) => (one[side] !== undefined) === (side === own)),
    );
  const said = messages.filter(({ type, paths }) => /rename\/rename/.test(type) && paths.length === 3);
  const lefts = only('ours');
  const rights = only('theirs');
  const taken = new Set<MergeConflict>();
  return only('base').flatMap((old) => {
    const paths = said.find((message) => message.paths.includes(old.path))?.paths;
    const left = lefts.find(
      (one) => !taken.has(one) && (paths?.includes(one.path) ?? rights.some((other) => isSame(one, other))),
    );
    const right = rights.find(
      (one) => !taken.has(one) && (paths?.includes(one.path) ?? (left !== undefined && isSame(left, one))),
    );
    if (left === undefined || right === undefined) return [];
    taken.add(left).add(right);
    return [{ old, ours: left, theirs: right }];
  });
}

function isSame({ ours }: MergeConflict, { theirs }: MergeConflict): boolean {
  return ours?.oid === theirs?.oid;
}

/** The name of the side that is asked for, with the content of both; without one all three paths stay open. */
export function decideSplitRename(
  { old, ours, theirs }: SplitRename,
  { blobs, options }: Deciding,
): readonly (ResolvedPath | OpenConflict)[] {
  const all = [old, ours, theirs];
  const labels = labelsOf(options);
  const renamed = `${labels.ours} renamed ${old.path} to ${ours.path}, and ${labels.theirs} renamed it to ${theirs.path}`;
  const side = chosenSide(options);
  const version = side && versionOf({ ours, theirs }[side][side], { blobs });
  if (side === undefined || version === undefined) {
    const isMarked = versionOf(ours.ours, { blobs }) === undefined;
    const reason = `${renamed}${isMarked ? '; what they changed in it does not go together either' : ''}`;
    return all.map((one) => ({ ...openPath(one, 'rename/rename', options), reason }));
  }
  const kept = { ours, theirs }[side].path;
  const piece = {
    ...sidePiece('', side, options),
    reason: `${renamed}: ${kept} is kept, as asked, with what both changed`,
  };
  const gone = { content: null, mode: '100644' };
  return all.map(({ path }) => ({
    path,
    rule: 'side',
    ...(path === kept ? version : gone),
    resolutions: [piece],
    confidence: 'guess',
    lost: [],
  }));
}
