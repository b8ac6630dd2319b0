import type { LineHunk } from '../text/hunk.ts';
import { tellingLines, type FileSketch } from './file-sketch.ts';
import { overlap, size, type Tally } from './tally.ts';

/** One side of a conflict beside the other: shares from 0 to 1, or logarithms of one more than a number. */
export interface SideTraits {
  /** Tokens of the edit (logarithm). */
  readonly edit: number;
  /** Of the other side's edit, how much this one does as well. */
  readonly covers: number;
  readonly isEmpty: number;
  readonly onlyAdds: number;
  readonly onlyRemoves: number;
  /** Of its words, those that the other side took out of the whole file. */
  readonly stale: number;
  /** Of the words it brings, those that the other side's file has as well. */
  readonly known: number;
  /** Of the base's lines that it lacks here, those that it has elsewhere instead. */
  readonly moved: number;
  /** Its edit is of comments alone. */
  readonly comment: number;
  /** Lines changed in the whole file (logarithm). */
  readonly churn: number;
  /** Of the lines that the other side changed anywhere, those that this one changed alike. */
  readonly fileCovers: number;
  /** Its numbers are the higher ones where the sides differ in nothing else. */
  readonly higher: number;
}

export interface SideEdit {
  readonly tokens: Tally;
  readonly inserted: Tally;
  readonly removed: Tally;
}

interface Where {
  readonly hunk: LineHunk;
  readonly file: FileSketch;
}

export function sideTraits(
  side: 'ours' | 'theirs',
  edits: Readonly<Record<'ours' | 'theirs', SideEdit>>,
  { hunk, file }: Where,
): SideTraits {
  const against = side === 'ours' ? 'theirs' : 'ours';
  const [own, other] = [edits[side], edits[against]];
  const done = size(overlap(own.inserted, other.inserted)) + size(overlap(own.removed, other.removed));
  const asked = size(other.inserted) + size(other.removed);
  const words = [...own.tokens.keys()].filter(isWord);
  const brought = [...own.inserted.keys()].filter((item) => isWord(item) && !file.words.base.has(item));
  const kept = new Set(tellingLines(hunk[side].lines));
  const gone = tellingLines(hunk.base.lines).filter((line) => !kept.has(line));
  return {
    edit: Math.log1p(size(own.inserted) + size(own.removed)),
    covers: asked === 0 ? 0 : done / asked,
    isEmpty: Number(size(own.tokens) === 0),
    onlyAdds: Number(size(own.removed) === 0),
    onlyRemoves: Number(size(own.inserted) === 0),
    stale: share(words, (item) => file.words.base.has(item) && !file.words[against].has(item)),
    known: share(brought, (item) => file.words[against].has(item)),
    moved: share(gone, (line) => (file.lines[side].get(line) ?? 0) >= (file.lines.base.get(line) ?? 0)),
    comment: Number(codeOf(hunk[side].lines) === codeOf(hunk.base.lines)),
    churn: Math.log1p(file.churn[side]),
    fileCovers: file.covers[side],
    higher: Number(hasHigherNumbers(hunk[side].lines, hunk[against].lines)),
  };
}

const isWord = (item: string): boolean => /^[\p{L}_$]/u.test(item);

function share(items: readonly string[], holds: (item: string) => boolean): number {
  return items.length === 0 ? 0 : items.filter(holds).length / items.length;
}

/** The lines without what stands in comments. */
function codeOf(lines: readonly string[]): string {
  return lines
    .map((line) => line.replace(/\s*\/\/.*$/, '').trim())
    .filter((line) => !/^(?:\*|\/\*)/.test(line))
    .join('');
}

/** Longest text in which numbers are compared. */
const longestCompared = 2000;

function hasHigherNumbers(own: readonly string[], other: readonly string[]): boolean {
  const [left, right] = [own.join('\n'), other.join('\n')];
  if (left.length > longestCompared || left.replaceAll(/\d+/g, '0') !== right.replaceAll(/\d+/g, '0')) return false;
  const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
  const [one, against] = [numbers(left), numbers(right)];
  const place = one.findIndex((number, at) => number !== against[at]);
  return place !== -1 && (one[place] as number) > (against[place] as number);
}
