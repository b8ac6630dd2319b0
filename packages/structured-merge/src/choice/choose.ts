import { note } from '../explain/trace.ts';
import type { HunkResolution, HunkRule, LineHunk } from '../text/hunk.ts';
import { candidatesOf, type Candidate, type CandidateSource, type ChoiceTraits } from './candidates.ts';
import { choiceWeights } from './choice-weights.ts';

/** Below these odds a choice that no rule makes is not made. */
const leastChoice = 0.5;
/** From these odds on a choice counts as likely. */
const likelyChoice = 0.6;

/**
 * Decides a conflict in the way in which people most likely do, by weights learned from real merges. What a rule decides is decided in any case,
 * as a guess where the odds are low; one of two edits that do not go together is only taken when sides may be taken.
 */
export function byOdds(source: CandidateSource, takesSides: boolean): HunkRule {
  return (hunk: LineHunk, whole: LineHunk): HunkResolution | undefined => {
    const { candidates, none, isRuled } = candidatesOf(hunk, whole, source);
    const odds = oddsOfChoices(candidates, none, choiceWeights);
    const mayBe = (place: number): boolean => takesSides || candidates[place]?.decision.rule !== 'side';
    let best: number | undefined;
    for (const [place, share] of odds.entries())
      if (mayBe(place) && share > (best === undefined ? 0 : (odds[best] ?? 0))) best = place;
    const isLow = best === undefined || (odds[best] ?? 0) < leastChoice;
    // The rule's own decision is the first candidate.
    const at = isLow && isRuled ? 0 : best;
    const chosen = at === undefined || (isLow && !isRuled) ? undefined : candidates[at];
    noteChoice(candidates, { odds, at: chosen && at });
    if (chosen === undefined) return undefined;
    const share = odds[at as number] as number;
    const { lines, isWhole, decision } = chosen;
    const confidence = share < likelyChoice ? 'guess' : decision.confidence;
    return { ...decision, confidence, odds: share, lines, ...(isWhole && { isWhole }) };
  };
}

/** What was weighed, the likeliest first, and what came of it. */
function noteChoice(
  candidates: readonly Candidate[],
  { odds, at }: { readonly odds: readonly number[]; readonly at: number | undefined },
): void {
  const order = candidates.map((_, place) => place).filter((place) => (odds[place] ?? 0) > 0);
  for (const place of order.toSorted((one, other) => (odds[other] ?? 0) - (odds[one] ?? 0))) {
    const { rule, reason } = (candidates[place] as Candidate).decision;
    const share = odds[place] ?? 0;
    if (place === at) note({ rung: `choice: ${rule}`, outcome: 'won', reason, odds: share });
    else {
      const end = at === undefined ? 'too seldom decided so to choose it' : 'not chosen';
      note({ rung: `choice: ${rule}`, outcome: 'gave way', reason: `${reason}; ${end}`, odds: share });
    }
  }
}

/** Odds of each candidate, 0 to 1; of candidates with the same text the first has the odds of all, the others none. */
export function oddsOfChoices(
  candidates: readonly Candidate[],
  none: ChoiceTraits,
  weights: Readonly<Record<string, number>>,
): number[] {
  const scores = [...candidates.map(({ traits }) => traits), none].map((traits) => scoreOf(traits, weights));
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const sum = shares.reduce((total, share) => total + share, 0);
  const odds = candidates.map(() => 0);
  const first = new Map<string, number>();
  for (const [place, candidate] of candidates.entries()) {
    const text = keyOf(candidate);
    const home = first.get(text) ?? place;
    first.set(text, home);
    odds[home] = (odds[home] as number) + (shares[place] as number) / sum;
  }
  return odds;
}

export function scoreOf(traits: ChoiceTraits, weights: Readonly<Record<string, number>>): number {
  return Object.entries(traits).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0);
}

/** Texts that differ in format alone are one choice. */
function keyOf({ lines, isWhole }: Candidate): string {
  const text = lines
    .join('\n')
    .replaceAll("'", '"')
    .replaceAll(/,(\s*[)\]}])/g, '$1')
    .replaceAll(/[;,]\s*(?=\n|$)/g, '');
  return `${isWhole} ${text.replaceAll(/\s+/g, '')}`;
}
