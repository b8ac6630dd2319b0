/** Files of which enough was seen to learn from. */
export type ScoredKind = 'script' | 'json';

/**
 * How much each trait of a merge speaks for its being as people decide: logistic regression on conflicted files of real
 * merges, fitted by the benchmark `merge-odds`, which also says how each repository fares by weights of the others.
 */
export const weights: Readonly<Record<ScoredKind, Readonly<Record<string, number>> & { readonly intercept: number }>> =
  {
    script: {
      intercept: 1.68,
      churn: -0.24,
      noBase: -1.08,
      tokenGuess: -0.71,
      contained: 0.74,
      union: -0.6,
      unionGuess: -0.65,
      imports: -0.36,
      kept: -3.25,
      whitespace: 0.42,
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
export const leastOdds = { certain: 0.7, likely: 0.5 } as const;
