import { hunkOfLines, type MergedTexts } from './conflict-hunk.ts';
import type { Conflict, Resolution } from './merge-result.ts';
import { mergeLines, type Piece } from './text/merge-lines.ts';

/** A merge that is not yet checked, its text with plain line ends. */
export type Draft =
  | { readonly kind: 'merged'; readonly text: string; readonly resolutions: readonly Resolution[] }
  | Conflict;

/** What lines came to: whole when every piece is settled, else a conflict with the pieces that are open. */
export function draftOf(pieces: readonly Piece[], texts: MergedTexts): Draft {
  const resolutions = pieces.flatMap((piece) =>
    piece.kind === 'settled' && piece.resolution ? [piece.resolution] : [],
  );
  const open = pieces.flatMap((piece) => (piece.kind === 'open' ? [piece.hunk] : []));
  const lines = pieces.flatMap((piece) => (piece.kind === 'settled' ? piece.lines : piece.hunk.base.lines));
  if (open.length === 0) return { kind: 'merged', text: lines.join('\n'), resolutions };
  return {
    kind: 'conflict',
    hunks: open.map((hunk) => hunkOfLines(hunk, texts)),
    partial: texts.hasBase ? lines.join('\n') : undefined,
    resolutions,
    reason: `Both sides changed the same ${open.length === 1 ? 'place' : `${open.length} places`} in different ways`,
  };
}

/** The conflict of texts as lines alone show it, for a merge that was made and then refused. */
export function refused(texts: MergedTexts, reason: string): Conflict {
  const draft = draftOf(mergeLines(texts, []), texts);
  return { kind: 'conflict', hunks: draft.kind === 'conflict' ? draft.hunks : [], resolutions: [], reason };
}
