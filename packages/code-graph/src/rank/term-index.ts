/** Words by the units (files, passages, messages) they stand in: an inverted index in typed arrays, so that 50,000 files fit in memory. */
export interface TermIndex {
  readonly units: number;
  /** Words in a unit. */
  readonly length: (unit: number) => number;
  readonly averageLength: number;
  /** All there is of it, as it can be kept. */
  readonly data: TermData;
  /** Units that have the word, ascending, with how often; undefined when none has. */
  readonly postings: (word: string) => Postings | undefined;
}

/** Postings of `words[term]` are `units` and `counts` from `starts[term]` to `starts[term + 1]`. */
export interface TermData {
  readonly words: readonly string[];
  /** The number of a word, where that is known without all words; undefined for one that is not there. */
  readonly termOf?: (word: string) => number | undefined;
  readonly starts: Numbers;
  readonly units: Numbers;
  readonly counts: Numbers;
  readonly lengths: Numbers;
}

/** Whole numbers; those of a kept index are as narrow as they can be. */
export type Numbers = Uint8Array | Uint16Array | Uint32Array;

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
  /** Adds a unit of the index that this one began with, as it was. */
  readonly addKept: (unit: number) => number;
  readonly finish: () => TermIndex;
}

/** @param kept an index of which units are taken over; its words keep their numbers */
export function createTermIndex(kept?: TermData): TermIndexBuilder {
  const vocabulary = new Map<string, number>(kept?.words.map((word, term) => [word, term]));
  const entries = growingNumbers();
  const lengths: number[] = [];
  const perTerm: number[] = Array.from({ length: vocabulary.size }, () => 0);
  const before = kept && byUnit(kept);

  // One counter for all units: a map for each would be most of the work.
  let counts = new Uint16Array(Math.max(1024, vocabulary.size * 2));
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

  function addKept(unit: number): number {
    const [from, to] = [before?.starts[unit] ?? 0, before?.starts[unit + 1] ?? 0];
    for (let at = from; at < to; at += 1) {
      const term = before?.terms[at] as number;
      entries.push(term, before?.counts[at] as number);
      perTerm[term] = (perTerm[term] ?? 0) + 1;
    }
    entries.endUnit();
    return lengths.push(kept?.lengths[unit] ?? 0) - 1;
  }

  const add = (words: Iterable<string>): number => addTerms(Array.from(words, termOf));
  return { termOf, add, addTerms, addKept, finish: () => invert(vocabulary, { entries, perTerm, lengths }) };
}

interface Collected {
  readonly entries: GrowingNumbers;
  readonly perTerm: readonly number[];
  readonly lengths: readonly number[];
}

/**
 * Counting sort by term; units come in ascending order, so they stay so within a term. Words that no unit has, as they are left when
 * others were taken over, go.
 */
function invert(all: ReadonlyMap<string, number>, { entries, perTerm, lengths }: Collected): TermIndex {
  const words: string[] = [];
  const numbers = new Uint32Array(all.size);
  for (const [word, term] of all) if ((perTerm[term] ?? 0) > 0) numbers[term] = words.push(word) - 1;
  const starts = new Uint32Array(words.length + 1);
  for (const term of all.values()) if ((perTerm[term] ?? 0) > 0) starts[(numbers[term] ?? 0) + 1] = perTerm[term] ?? 0;
  for (let term = 0; term < words.length; term += 1) starts[term + 1] = (starts[term + 1] ?? 0) + (starts[term] ?? 0);
  const units = new Uint32Array(entries.size());
  const counts = new Uint16Array(entries.size());
  const next = starts.slice();
  entries.forEach((unit, old, count) => {
    const term = numbers[old] ?? 0;
    const at = next[term] ?? 0;
    next[term] = at + 1;
    units[at] = unit;
    counts[at] = count;
  });
  return termIndexOf({ words, starts, units, counts, lengths: Uint32Array.from(lengths) });
}

export function termIndexOf(data: TermData): TermIndex {
  const { starts, lengths } = data;
  // Made when somebody asks: an index that is only taken over needs none.
  let vocabulary: ReadonlyMap<string, number> | undefined;
  const asked = new Map<string, Postings>();
  return {
    units: lengths.length,
    length: (unit) => lengths[unit] ?? 0,
    averageLength: averageOf(lengths),
    data,
    postings: (word) => {
      const before = asked.get(word);
      if (before) return before;
      const term = data.termOf ? data.termOf(word) : (vocabulary ??= numbered(data.words)).get(word);
      if (term === undefined) return undefined;
      const [from, to] = [starts[term] ?? 0, starts[term + 1] ?? 0];
      if (from === to) return undefined;
      const [units, counts] = [data.units.subarray(from, to), data.counts.subarray(from, to)];
      const found = { units: Uint32Array.from(units), counts: Uint16Array.from(counts) };
      if (asked.size < mostAsked) asked.set(word, found);
      return found;
    },
  };
}

/** A request asks for each of its words several times. */
export const mostAsked = 500;

/** Words in a unit, at least 1. */
export function averageOf(lengths: Numbers): number {
  let all = 0;
  for (let unit = 0; unit < lengths.length; unit += 1) all += lengths[unit] as number;
  return lengths.length === 0 ? 1 : Math.max(1, all / lengths.length);
}

function numbered(words: readonly string[]): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  for (let at = 0; at < words.length; at += 1) numbers.set(words[at] as string, at);
  return numbers;
}

/** The other way round: a unit's terms are `terms` and `counts` from `starts[unit]` to `starts[unit + 1]`. */
function byUnit({ words, starts, units, counts, lengths }: TermData): {
  starts: Uint32Array;
  terms: Uint32Array;
  counts: Uint16Array;
} {
  const firsts = new Uint32Array(lengths.length + 1);
  for (const unit of units) firsts[unit + 1] = (firsts[unit + 1] ?? 0) + 1;
  for (let unit = 0; unit < lengths.length; unit += 1) firsts[unit + 1] = (firsts[unit + 1] ?? 0) + (firsts[unit] ?? 0);
  const next = firsts.slice();
  const [terms, ofTerms] = [new Uint32Array(units.length), new Uint16Array(units.length)];
  for (let term = 0; term < words.length; term += 1) {
    for (let at = starts[term] ?? 0; at < (starts[term + 1] ?? 0); at += 1) {
      const unit = units[at] as number;
      const place = next[unit] as number;
      next[unit] = place + 1;
      terms[place] = term;
      ofTerms[place] = counts[at] as number;
    }
  }
  return { starts: firsts, terms, counts: ofTerms };
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
