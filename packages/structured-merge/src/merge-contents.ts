import type { MergeInput, MergeResult } from './merge-result.ts';

/** Merges three versions of a file's content by the rule of its path, or by the one that is forced. Never throws. */
export function mergeContents(input: MergeInput): Promise<MergeResult> {
  void input;
  return Promise.resolve({ kind: 'conflict', hunks: [], resolutions: [], reason: 'Not built yet' });
}
