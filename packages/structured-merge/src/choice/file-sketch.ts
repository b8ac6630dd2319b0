import type { Texts } from '../text/merge-lines.ts';
import { difference, overlap, size, tally, type Tally } from './tally.ts';

/** What is known of the whole files when one conflict in them is looked at. */
export interface FileSketch {
  readonly words: Readonly<Record<keyof Texts, Tally>>;
  readonly lines: Readonly<Record<keyof Texts, Tally>>;
  /** Lines that a side changed. */
  readonly churn: Readonly<Record<'ours' | 'theirs', number>>;
  /** Of the lines that the other side changed, the share that this one changed alike. */
  readonly covers: Readonly<Record<'ours' | 'theirs', number>>;
}

/** A shorter line, such as a brace, says nothing about where it comes from. */
const shortestLine = 4;

export function sketchOf(texts: Texts): FileSketch {
  const lines = { base: linesOf(texts.base), ours: linesOf(texts.ours), theirs: linesOf(texts.theirs) };
  const [ours, theirs] = [editOf(lines.base, lines.ours), editOf(lines.base, lines.theirs)];
  const common = size(overlap(ours.put, theirs.put)) + size(overlap(ours.removed, theirs.removed));
  return {
    words: { base: wordsOf(texts.base), ours: wordsOf(texts.ours), theirs: wordsOf(texts.theirs) },
    lines,
    churn: { ours: ours.length, theirs: theirs.length },
    covers: { ours: common / Math.max(1, theirs.length), theirs: common / Math.max(1, ours.length) },
  };
}

function editOf(base: Tally, side: Tally): { put: Tally; removed: Tally; length: number } {
  const [put, removed] = [difference(side, base), difference(base, side)];
  return { put, removed, length: size(put) + size(removed) };
}

export const wordsOf = (text: string): Tally => tally(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []);

export const tellingLines = (lines: readonly string[]): string[] =>
  lines.map((line) => line.trim()).filter((line) => line.length >= shortestLine);

const linesOf = (text: string): Tally => tally(tellingLines(text.split('\n')));
