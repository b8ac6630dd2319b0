import type { ConflictHunk, HunkText } from './merge-result.ts';
import type { HunkLines, LineHunk } from './text/hunk.ts';
import { lineRange, type Texts } from './text/merge-lines.ts';
import { pathText, type TreeConflict, type TreePiece } from './tree/merge-tree.ts';

/** The texts that were merged; `hasBase` is false when both sides added the file. */
export interface MergedTexts extends Texts {
  readonly hasBase: boolean;
}

/** Whole lines with their ends, so that one text can be put in the place of another. */
export function hunkOfLines(hunk: LineHunk, texts: MergedTexts): ConflictHunk {
  const text = ({ start, lines }: HunkLines, whole: string): HunkText => {
    const isLast = start + lines.length === whole.split('\n').length;
    return {
      line: start + 1,
      text: lines.map((line, index) => (isLast && index === lines.length - 1 ? line : `${line}\n`)).join(''),
    };
  };
  return {
    where: lineRange(hunk),
    base: texts.hasBase ? text(hunk.base, texts.base) : undefined,
    ours: text(hunk.ours, texts.ours),
    theirs: text(hunk.theirs, texts.theirs),
  };
}

/** A value in a document; a version that has none there shows as empty text at line 1. */
export function hunkOfTree(conflict: TreeConflict, texts: Texts): ConflictHunk {
  const text = (piece: TreePiece | undefined, whole: string): HunkText =>
    piece === undefined
      ? { line: 1, text: '' }
      : { line: whole.slice(0, piece.offset).split('\n').length, text: piece.text };
  return {
    where: pathText(conflict.path),
    base: conflict.base && text(conflict.base, texts.base),
    ours: text(conflict.ours, texts.ours),
    theirs: text(conflict.theirs, texts.theirs),
  };
}
