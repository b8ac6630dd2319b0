/** Files of which enough was seen to learn from. */
export type ScoredKind = 'script' | 'json';

/**
 * How much each trait of a merge speaks for its being as people decide: logistic regression on conflicted files of real
 * merges, by the benchmark `merge-odds`, which also says how each repository fares by weights of the others. Those of scripts were fitted to
 * choices that had been made by weights of other repositories.
 */
export const weights: Readonly<Record<ScoredKind, Readonly<Record<string, number>> & { readonly intercept: number }>> =
  {
    script: {
      intercept: -0.84,
      noBase: -0.3,
      odds: 1.86,
      imports: -0.53,
      kept: -4.09,
      whitespace: 0.38,
    },
    json: {
      intercept: 1.27,
      churn: -0.56,
      noBase: 0.13,
      manifest: 1.01,
      undisputed: 0.93,
      version: 0.67,
      removed: 0.41,
    },
  };

/** From these odds on a merge counts as certain, and as likely; below it is a guess. */
export const leastOdds: Readonly<Record<ScoredKind, { readonly certain: number; readonly likely: number }>> = {
  script: { certain: 0.7, likely: 0.57 },
  json: { certain: 0.7, likely: 0.5 },
};
