import { lineRange, type Piece } from './merge-lines.ts';
import type { HunkLines } from './hunk.ts';

/** Lines that stand before the part of each version that was merged by itself. */
export type LinesBefore = Readonly<Record<'base' | 'ours' | 'theirs', number>>;

/** Counts the lines of a piece as the whole files do. */
export function shiftPiece(piece: Piece, before: LinesBefore): Piece {
  if (piece.hunk === undefined) return piece;
  const move = (lines: HunkLines, by: number): HunkLines => ({ ...lines, start: lines.start + by });
  const { base, ours, theirs } = piece.hunk;
  const hunk = { base: move(base, before.base), ours: move(ours, before.ours), theirs: move(theirs, before.theirs) };
  if (piece.kind === 'open') return { ...piece, hunk };
  return piece.resolution === undefined
    ? { ...piece, hunk }
    : { ...piece, hunk, resolution: { ...piece.resolution, where: lineRange(hunk) } };
}
