import type { MergeInput, MergeResult } from './merge-result.ts';

export type Side = 'ours' | 'theirs' | 'union';

/**
 * Merges by lines and lets one side win where both changed the same: `union` keeps both, ours first. A result that does
 * not parse is a conflict.
 */
export function takeSide(input: MergeInput, side: Side): MergeResult {
  void input;
  void side;
  return { kind: 'conflict', hunks: [], resolutions: [], reason: 'Not built yet' };
}
