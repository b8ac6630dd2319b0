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
  /** Adds the next unit and gives its number. */
  readonly add: (words: Iterable<string>) => number;
  readonly finish: () => TermIndex;
}

export function createTermIndex(): TermIndexBuilder {
  const vocabulary = new Map<string, number>();
  const entries = growingNumbers();
  const lengths: number[] = [];
  const perTerm: number[] = [];

  function add(words: Iterable<string>): number {
    const counts = new Map<number, number>();
    let length = 0;
    for (const word of words) {
      let term = vocabulary.get(word);
      if (term === undefined) vocabulary.set(word, (term = vocabulary.size));
      counts.set(term, (counts.get(term) ?? 0) + 1);
      length += 1;
    }
    for (const [term, count] of counts) {
      entries.push(term, Math.min(count, 65_535));
      perTerm[term] = (perTerm[term] ?? 0) + 1;
    }
    entries.endUnit();
    return lengths.push(length) - 1;
  }

  return { add, finish: () => invert(vocabulary, { entries, perTerm, lengths }) };
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
        const [oldTerms, oldCounts] = [terms, counts];
        terms = new Uint32Array(size * 2);
        terms.set(oldTerms);
        counts = new Uint16Array(size * 2);
        counts.set(oldCounts);
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
