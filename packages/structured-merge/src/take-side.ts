import { lostLines } from './account/lost-lines.ts';
import { hasConflictMarkers } from './conflict-markers.ts';
import { inOwnLineEnds, textsOf } from './line-ends.ts';
import type { MergeInput, MergeResult } from './merge-result.ts';
import { draftOf, refused } from './merge-text.ts';
import type { HunkRule } from './text/hunk.ts';
import { mergeLines } from './text/merge-lines.ts';
import { encode, readVersions } from './text/source-text.ts';
import { unionFor } from './union-for.ts';
import { areWhole, objection } from './verify.ts';

export type Side = 'ours' | 'theirs' | 'union';

/**
 * Merges by lines and lets one side win where both changed the same: `union` keeps both, ours first. What only one side
 * changed is merged as always. A result that is not well-formed, though both sides are, is a conflict.
 */
export function takeSide(input: MergeInput, side: Side): MergeResult {
  if ([input.base, input.ours, input.theirs].some((text) => text?.includes('\u0000'))) return takeWhole(input, side);
  const versions = readVersions(input);
  const texts = textsOf(versions);
  const draft = draftOf(mergeLines(texts, [side === 'union' ? unionFor(input.path) : takeHunk(side)]), texts);
  if (draft.kind === 'conflict') return inOwnLineEnds(draft, versions);
  const { text, resolutions } = draft;
  const problem = objection({ ...texts, path: input.path, merged: text });
  // Who asks for a side of a text that nothing can read knows what it is.
  if (problem !== undefined && (areWhole(input.path, [texts.ours, texts.theirs]) || hasConflictMarkers(text))) {
    return inOwnLineEnds(refused(texts, problem), versions);
  }
  return { kind: 'merged', content: encode(text, versions), resolutions, lost: lostLines(texts, text, resolutions) };
}

function takeHunk(side: 'ours' | 'theirs'): HunkRule {
  return (hunk) => ({
    rule: 'text',
    reason: `The lines of ${side} are taken, as asked`,
    confidence: 'guess',
    lines: hunk[side].lines,
  });
}

/** Binary content has no lines to choose among. */
function takeWhole({ ours, theirs }: MergeInput, side: Side): MergeResult {
  const reason = 'Binary content cannot hold both sides';
  if (side === 'union') return { kind: 'conflict', hunks: [], resolutions: [], reason };
  const resolution = {
    rule: 'text',
    where: 'whole file',
    reason: `Binary content: ${side} is taken whole, as asked`,
    confidence: 'guess',
  } as const;
  return { kind: 'merged', content: side === 'ours' ? ours : theirs, resolutions: [resolution], lost: [] };
}
