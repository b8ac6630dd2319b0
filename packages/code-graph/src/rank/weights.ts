/**
 * How much each signal counts. Fitted by listwise logistic regression on 400 real commits of 14 repositories (which files did a
 * commit with this message change?), each repository judged by the weights of the other 13; see tooling/benchmarks. `own` ranks
 * files by themselves; the best of them then lead to their neighbours, and `all` ranks with both. `mentioned` is set by hand:
 * whoever names a file means it, whatever else fits.
 */
export const weights = {
  own: {
    passages: 2.2,
    content: 1.4,
    symbols: 0.3,
    joined: 0.6,
    declared: 0.3,
    name: 1.6,
    folder: 0.9,
    scope: 1,
    mentioned: 10,
    similar: 0.4,
    messages: 2.1,
    recent: 0.8,
  },
  all: {
    passages: 2,
    content: 1.4,
    symbols: 0.4,
    joined: 0.6,
    declared: 0.5,
    name: 1.4,
    folder: 0.8,
    scope: 0.7,
    mentioned: 10,
    similar: 0.4,
    messages: 1.5,
    recent: 0.5,
    changedTogether: 3.6,
    namedAlike: 1.2,
    imported: 0.8,
    importing: 1,
    sameFolder: 0.4,
  },
} as const;

export type OwnSignal = keyof typeof weights.own;
export type SignalName = keyof typeof weights.all;
