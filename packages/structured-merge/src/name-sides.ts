import type { MergeInput, MergeResult } from './merge-result.ts';

/** Puts the names of the sides into the reasons. */
export function nameSides(result: MergeResult, labels: NonNullable<MergeInput['labels']>): MergeResult {
  const named = (text: string): string =>
    text.replaceAll(/\b(?:ours|theirs)\b/gi, (side) => (side.toLowerCase() === 'ours' ? labels.ours : labels.theirs));
  const steps = result.steps?.map((step) => ({ ...step, reason: named(step.reason) }));
  const more = steps && { steps };
  const resolutions = result.resolutions.map((resolution) => ({ ...resolution, reason: named(resolution.reason) }));
  return result.kind === 'merged'
    ? { ...result, ...more, resolutions, lost: result.lost.map((line) => ({ ...line, reason: named(line.reason) })) }
    : { ...result, ...more, resolutions, reason: named(result.reason) };
}
