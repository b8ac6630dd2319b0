import type { LineHunk } from '../text/hunk.ts';
import type { FileSketch } from './file-sketch.ts';
import { sideTraits, type SideEdit, type SideTraits } from './side-traits.ts';
import { difference, overlap, size, tally, type Tally } from './tally.ts';

/** What a conflict of lines is like, as far as that tells how people decide it. */
export interface ConflictTraits {
  readonly ours: SideTraits;
  readonly theirs: SideTraits;
  /** 1 when the base has nothing there. */
  readonly addition: number;
  /** How much of the smaller side the other has too: 0 to 1. */
  readonly alike: number;
  /** Lines. */
  readonly length: { readonly base: number; readonly sides: number };
}

const token = /[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$,;]/gu;

const tokensOf = (lines: readonly string[]): Tally => tally(lines.join('\n').replaceAll("'", '"').match(token) ?? []);

export function traitsOfConflict(hunk: LineHunk, file: FileSketch): ConflictTraits {
  const base = tokensOf(hunk.base.lines);
  const edit = (side: 'ours' | 'theirs'): SideEdit => {
    const tokens = tokensOf(hunk[side].lines);
    return { tokens, inserted: difference(tokens, base), removed: difference(base, tokens) };
  };
  const edits = { ours: edit('ours'), theirs: edit('theirs') };
  const common = size(overlap(edits.ours.tokens, edits.theirs.tokens));
  return {
    ours: sideTraits('ours', edits, { hunk, file }),
    theirs: sideTraits('theirs', edits, { hunk, file }),
    addition: Number(size(base) === 0),
    alike: common / Math.max(1, Math.min(size(edits.ours.tokens), size(edits.theirs.tokens))),
    length: { base: hunk.base.lines.length, sides: hunk.ours.lines.length + hunk.theirs.lines.length },
  };
}
