/** Parameters of Okapi BM25: `k1` how soon repetition stops to count, `b` how much length is held against a text. */
export interface Bm25Parameters {
  readonly k1: number;
  readonly b: number;
}

/** Rarity of a word that stands in `found` of `total` texts. */
export function inverseFrequency(total: number, found: number): number {
  return Math.log(1 + (total - found + 0.5) / (found + 0.5));
}

/** What one word adds to a text's score, before its rarity: Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009. */
export function saturation(count: number, relativeLength: number, { k1, b }: Bm25Parameters): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + b * relativeLength));
}
