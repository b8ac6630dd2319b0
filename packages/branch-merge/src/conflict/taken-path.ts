import type { ConflictSide, MergeConflict } from '@cdev/git';
import { hasConflictMarkers, lostLines, type LostLine } from '@cdev/structured-merge';
import { submodule } from './conflict-kind.ts';
import { textOf } from './file-text.ts';
import type { OpenConflict, OpenConflictKind, ResolvedPath } from './open-conflict.ts';
import { reasonFor } from './reason-for.ts';
import { sidePiece } from './resolve-content.ts';
import type { ResolveOptions } from './resolve-options.ts';

/** Objects that were read, by their ids. */
export type Blobs = ReadonlyMap<string, Buffer>;

export interface Deciding {
  readonly blobs: Blobs;
  readonly options: ResolveOptions;
}

/** The side that gets what cannot be merged; undefined when none does. */
export function chosenSide({ strategy = 'structured', leftOver }: ResolveOptions): 'ours' | 'theirs' | undefined {
  const side = strategy === 'structured' ? leftOver : strategy;
  return side === 'union' ? undefined : side;
}

export function labelsOf({ labels }: ResolveOptions): NonNullable<ResolveOptions['labels']> {
  return labels ?? { ours: 'ours', theirs: 'theirs' };
}

export function openPath(conflict: MergeConflict, kind: OpenConflictKind, options: ResolveOptions): OpenConflict {
  const { path, base, ours, theirs } = conflict;
  const reason = reasonFor(kind, conflict, labelsOf(options));
  return { path, kind, reason, base, ours, theirs, hunks: [], resolutions: [] };
}

/** A version as a merge can take it; undefined when git has put conflict markers into it, or it could not be read. */
export function versionOf(
  side: ConflictSide | undefined,
  { blobs }: Pick<Deciding, 'blobs'>,
): Pick<ResolvedPath, 'content' | 'mode' | 'oid'> | undefined {
  if (side === undefined) return { content: null, mode: '100644' };
  const { mode, oid } = side;
  if (mode === submodule) return { content: Buffer.alloc(0), mode, oid };
  const content = blobs.get(oid);
  return content === undefined || hasConflictMarkers(textOf(content) ?? '') ? undefined : { content, mode };
}

/** The path as the side has it, with all that this gives up; undefined when that version cannot be taken. */
export function takePath(
  conflict: MergeConflict,
  side: 'ours' | 'theirs',
  { blobs, options, reason }: Deciding & { readonly reason?: string },
): ResolvedPath | undefined {
  const version = versionOf(conflict[side], { blobs });
  if (version === undefined) return undefined;
  const asked = sidePiece('', side, options);
  const piece = reason === undefined ? asked : { ...asked, reason };
  const lost = linesLost(conflict, version.content, { blobs, reason: piece.reason });
  return { path: conflict.path, rule: 'side', ...version, resolutions: [piece], confidence: 'guess', lost };
}

/** Lines of either version that the content does not have. What is no text has none: there the reason says it all. */
export function linesLost(
  { base, ours, theirs }: Pick<MergeConflict, 'base' | 'ours' | 'theirs'>,
  content: Buffer | null,
  { blobs, reason }: Pick<Deciding, 'blobs'> & { readonly reason: string },
): readonly LostLine[] {
  const text = (side: ConflictSide | undefined): string => textOf(blobs.get(side?.oid ?? '')) ?? '';
  const merged = content === null ? '' : (textOf(content) ?? '');
  return lostLines({ base: text(base), ours: text(ours), theirs: text(theirs) }, merged, [{ where: '', reason }]);
}
