/** Words by the units (files, passages, messages) they stand in: an inverted index in typed arrays, so that 50,000 files fit in memory. */
export interface TermIndex {
  readonly units: number;
  /** Words in a unit. */
  readonly length: (unit: number) => number;
  readonly averageLength: number;
  /** Units that have the word, ascending, with how often; undefined when none has. */
  readonly postings: (word: string) => Postings | undefined;
}

export interface Postings {
  readonly units: Uint32Array;
  readonly counts: Uint16Array;
}

export interface TermIndexBuilder {
  /** The number of a word, for `addTerms`: who meets the same words again and again need not look them up each time. */
  readonly termOf: (word: string) => number;
  /** Adds the next unit and gives its number. */
  readonly add: (words: Iterable<string>) => number;
  readonly addTerms: (terms: readonly number[]) => number;
  readonly finish: () => TermIndex;
}

export function createTermIndex(): TermIndexBuilder {
  const vocabulary = new Map<string, number>();
  const entries = growingNumbers();
  const lengths: number[] = [];
  const perTerm: number[] = [];

  // One counter for all units: a map for each would be most of the work.
  let counts = new Uint16Array(1024);
  const touched: number[] = [];

  function termOf(word: string): number {
    const known = vocabulary.get(word);
    if (known !== undefined) return known;
    const term = perTerm.push(0) - 1;
    vocabulary.set(word, term);
    if (term === counts.length) counts = grown(counts);
    return term;
  }

  function addTerms(terms: readonly number[]): number {
    for (const term of terms) {
      const count = counts[term] ?? 0;
      if (count === 0) touched.push(term);
      if (count < 65_535) counts[term] = count + 1;
    }
    for (const term of touched) {
      entries.push(term, counts[term] ?? 0);
      perTerm[term] = (perTerm[term] ?? 0) + 1;
      counts[term] = 0;
    }
    touched.length = 0;
    entries.endUnit();
    return lengths.push(terms.length) - 1;
  }

  const add = (words: Iterable<string>): number => addTerms(Array.from(words, termOf));
  return { termOf, add, addTerms, finish: () => invert(vocabulary, { entries, perTerm, lengths }) };
}

interface Collected {
  readonly entries: GrowingNumbers;
  readonly perTerm: readonly number[];
  readonly lengths: readonly number[];
}

/** Counting sort by term; units come in ascending order, so they stay so within a term. */
function invert(vocabulary: ReadonlyMap<string, number>, { entries, perTerm, lengths }: Collected): TermIndex {
  const starts = new Uint32Array(vocabulary.size + 1);
  for (let term = 0; term < vocabulary.size; term += 1) starts[term + 1] = (starts[term] ?? 0) + (perTerm[term] ?? 0);
  const units = new Uint32Array(entries.size());
  const counts = new Uint16Array(entries.size());
  const next = starts.slice();
  entries.forEach((unit, term, count) => {
    const at = next[term] ?? 0;
    next[term] = at + 1;
    units[at] = unit;
    counts[at] = count;
  });
  let words = 0;
  for (const length of lengths) words += length;
  return {
    units: lengths.length,
    length: (unit) => lengths[unit] ?? 0,
    averageLength: lengths.length === 0 ? 1 : Math.max(1, words / lengths.length),
    postings: (word) => {
      const term = vocabulary.get(word);
      if (term === undefined) return undefined;
      const [from, to] = [starts[term], starts[term + 1]];
      return { units: units.subarray(from, to), counts: counts.subarray(from, to) };
    },
  };
}

function grown(counts: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const larger = new Uint16Array(counts.length * 2);
  larger.set(counts);
  return larger;
}

interface GrowingNumbers {
  readonly push: (term: number, count: number) => void;
  readonly endUnit: () => void;
  readonly size: () => number;
  readonly forEach: (visit: (unit: number, term: number, count: number) => void) => void;
}

/** Pairs in typed arrays that double: a JavaScript array of objects would take ten times the room. */
function growingNumbers(): GrowingNumbers {
  let terms = new Uint32Array(1024);
  let counts = new Uint16Array(1024);
  const ends: number[] = [];
  let size = 0;
  return {
    push: (term, count) => {
      if (size === terms.length) {
        const oldTerms = terms;
        terms = new Uint32Array(size * 2);
        terms.set(oldTerms);
        counts = grown(counts);
      }
      terms[size] = term;
      counts[size] = count;
      size += 1;
    },
    endUnit: () => ends.push(size),
    size: () => size,
    forEach: (visit) => {
      let at = 0;
      for (const [unit, end] of ends.entries()) {
        for (; at < end; at += 1) visit(unit, terms[at] as number, counts[at] as number);
      }
    },
  };
}
