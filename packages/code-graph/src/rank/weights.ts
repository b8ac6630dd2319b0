/**
 * How much each signal counts. Fitted by listwise logistic regression on real commits (which files did a commit with this message
 * change?): `own` on 400 of 14 repositories, `all` on 1,271 of eleven and 190 of eight others, drawn towards what 400 had given; see
 * tooling/benchmarks. `own` ranks files by themselves; the best of them then lead to their neighbours, and `all` ranks with both.
 * `mentioned` is set by hand: whoever names a file means it, whatever else fits.
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
    passages: 2.2,
    content: 1.5,
    symbols: 0.4,
    joined: 0.55,
    declared: 0.5,
    name: 1.2,
    folder: 1,
    scope: 0.75,
    mentioned: 10,
    spelledAlike: 0.3,
    similar: 0.45,
    similarFolder: 0.35,
    messages: 1.5,
    recent: 0.7,
    changedTogether: 3.8,
    namedAlike: 1.1,
    imported: 1,
    importing: 0.9,
    sameFolder: 0.2,
  },
} as const;

export type OwnSignal = keyof typeof weights.own;
export type SignalName = keyof typeof weights.all;
