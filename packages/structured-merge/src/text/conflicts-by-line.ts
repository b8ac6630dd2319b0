import { hunkOfLines } from '../conflict-hunk.ts';
import { inOwnLineEnds, textsOf } from '../line-ends.ts';
import type { ConflictHunk, MergeInput } from '../merge-result.ts';
import { mergeLines } from './merge-lines.ts';
import { readVersions } from './source-text.ts';

/** A place that both sides changed differently, before any rule has looked at it. */
export interface LineConflict {
  readonly hunk: ConflictHunk;
  /** Lines that are settled, back to the conflict before it or to the beginning of the file. */
  readonly before: readonly string[];
  /** Lines that are settled, up to the next conflict or to the end of the file. */
  readonly after: readonly string[];
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

/** The conflicts that a merge by lines alone leaves, in order. None of what is no text. */
export function conflictsByLine(input: Pick<MergeInput, 'base' | 'ours' | 'theirs'>): LineConflict[] {
  if ([input.base, input.ours, input.theirs].some((text) => text?.includes('\u0000'))) return [];
  const versions = readVersions(input);
  const texts = textsOf(versions);
  const hunks: ConflictHunk[] = [];
  const settled: string[][] = [[]];
  for (const piece of mergeLines(texts, [])) {
    if (piece.kind === 'settled') {
      settled.at(-1)?.push(...piece.lines);
      continue;
    }
    hunks.push(hunkOfLines(piece.hunk, texts));
    settled.push([]);
  }
  const conflict = { kind: 'conflict', hunks, resolutions: [], reason: '' } as const;
  return inOwnLineEnds(conflict, versions).hunks.map((hunk, at) => ({
    hunk,
    before: settled[at] ?? [],
    after: settled[at + 1] ?? [],
    isFirst: at === 0,
    isLast: at === hunks.length - 1,
  }));
}
