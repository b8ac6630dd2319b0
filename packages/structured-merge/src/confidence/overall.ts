import type { FileSketch } from '../choice/file-sketch.ts';
import type { Confidence, Resolution } from '../merge-result.ts';
import { oddsOf, scoredKind, traitsOf, type ScoredMerge } from './merge-traits.ts';
import { leastOdds, type ScoredKind } from './weights.ts';

/**
 * What a merge as a whole is worth where that is less than its decisions one by one: many small decisions, or two sides
 * that changed much of the file. `undefined` when the decisions themselves say enough. `sketch`: of the merge's texts.
 */
export function overall(merge: ScoredMerge, sketch: () => FileSketch): Resolution | undefined {
  const kind = scoredKind(merge.path);
  if (kind === undefined) return undefined;
  const odds = oddsOf(kind, traitsOf(kind, merge, sketch()));
  const confidence = tierOf(kind, odds);
  const tiers: readonly Confidence[] = ['certain', 'likely', 'guess'];
  const least = Math.max(0, ...merge.resolutions.map((resolution) => tiers.indexOf(resolution.confidence)));
  if (tiers.indexOf(confidence) <= least) return undefined;
  const share = Math.round(odds * 10);
  const reason = `Of merges like this one, about ${share} of 10 are as people decide`;
  return { rule: kind === 'json' ? 'json' : 'imports', where: 'whole file', reason, confidence, trait: 'overall' };
}

function tierOf(kind: ScoredKind, odds: number): Confidence {
  if (odds >= leastOdds[kind].certain) return 'certain';
  return odds >= leastOdds[kind].likely ? 'likely' : 'guess';
}
