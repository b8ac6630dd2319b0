import { diff3, type Chunk, type Range } from '../diff/diff3.ts';
import { at } from '../explain/trace.ts';
import type { Resolution } from '../merge-result.ts';
import { decideHunk } from './decide-hunk.ts';
import { narrow, type HunkResolution, type HunkRule, type LineHunk } from './hunk.ts';

export interface Texts {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Lines that are settled, or a hunk that no rule could decide. */
export type Piece =
  | {
      readonly kind: 'settled';
      readonly lines: readonly string[];
      readonly resolution?: Resolution;
      readonly hunk?: LineHunk;
    }
  | { readonly kind: 'open'; readonly hunk: LineHunk };

/** Three-way merge by lines; each conflict is narrowed and offered to the rules in turn. */
export function mergeLines(texts: Texts, rules: readonly HunkRule[]): Piece[] {
  const versions = { base: texts.base.split('\n'), ours: texts.ours.split('\n'), theirs: texts.theirs.split('\n') };
  const pieces: Piece[] = [];
  for (const chunk of diff3(versions)) {
    if (chunk.kind === 'conflict') pieces.push(...settle(hunkOf(chunk, versions), rules));
    else pieces.push({ kind: 'settled', lines: settledLines(chunk, versions) });
  }
  return pieces;
}

type LineVersions = Readonly<Record<'base' | 'ours' | 'theirs', readonly string[]>>;

function settledLines(chunk: Chunk, versions: LineVersions): readonly string[] {
  const side = chunk.kind === 'theirs' ? 'theirs' : 'ours';
  return versions[side].slice(chunk[side].start, chunk[side].end);
}

function hunkOf(chunk: Chunk, versions: LineVersions): LineHunk {
  const lines = (side: keyof LineVersions, { start, end }: Range) => ({
    start,
    lines: versions[side].slice(start, end),
  });
  return {
    base: lines('base', chunk.base),
    ours: lines('ours', chunk.ours),
    theirs: lines('theirs', chunk.theirs),
  };
}

function settle(whole: LineHunk, rules: readonly HunkRule[]): Piece[] {
  const { before, hunk, after } = narrow(whole);
  const decided = at(lineRange(hunk), () => decideHunk(rules, hunk, whole));
  if (decided?.isWhole === true) return [settledPiece(decided, whole)];
  const pieces: Piece[] = [];
  if (before.length > 0) pieces.push({ kind: 'settled', lines: before });
  pieces.push(decided === undefined ? { kind: 'open', hunk } : settledPiece(decided, hunk));
  if (after.length > 0) pieces.push({ kind: 'settled', lines: after });
  return pieces;
}

function settledPiece({ lines, isWhole: _isWhole, ...decision }: HunkResolution, hunk: LineHunk): Piece {
  return {
    kind: 'settled',
    lines,
    hunk,
    resolution: { ...decision, where: lineRange(hunk) },
  };
}

/** `line 12` or `line 12-18`, as ours counts them. */
export function lineRange({ ours }: LineHunk): string {
  const first = ours.start + 1;
  const last = ours.start + Math.max(ours.lines.length, 1);
  return first === last ? `line ${first}` : `line ${first}-${last}`;
}
