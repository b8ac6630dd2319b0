import type { MergeInput, Merged } from './merge-result.ts';

/** The merge of versions of which two are alike: needs no rule, so also binary content and lock files have it. */
export function unchangedSide({ base, ours, theirs }: MergeInput): Merged | undefined {
  if (ours === theirs) {
    const reason = 'Both sides have the same content';
    const resolutions =
      ours === base ? [] : [{ rule: 'identical', where: 'whole file', reason, confidence: 'certain' } as const];
    return { kind: 'merged', content: ours, resolutions, lost: [] };
  }
  if (base === theirs) return { kind: 'merged', content: ours, resolutions: [], lost: [] };
  return base === ours ? { kind: 'merged', content: theirs, resolutions: [], lost: [] } : undefined;
}
