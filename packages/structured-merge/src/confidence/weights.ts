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
      intercept: -0.35,
      churn: -0.29,
      alike: 1.13,
      modules: 0.37,
      stale: -0.83,
      odds: 1.59,
      imports: -0.57,
      kept: -3.53,
      whitespace: 0.55,
    },
    json: {
      intercept: 0.38,
      noBase: -1.64,
      churn: -0.44,
      alike: 2.6,
      manifest: 1.18,
      undisputed: 1.12,
      version: 0.45,
      removed: 0.23,
    },
  };

/** From these odds on a merge counts as certain, and as likely; below it is a guess. */
export const leastOdds: Readonly<Record<ScoredKind, { readonly certain: number; readonly likely: number }>> = {
  script: { certain: 0.7, likely: 0.55 },
  json: { certain: 0.7, likely: 0.5 },
};
