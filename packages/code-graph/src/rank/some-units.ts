import { averageOf, mostAsked, termIndexOf, type Postings, type TermData, type TermIndex } from './term-index.ts';

/**
 * Of an index only `chosen` units, which are ascending and become 0, 1, …; as if no other had ever been added. Of each word that is asked for its units are
 * picked out; all of it is made only for who wants the data.
 */
export function someUnits(all: TermData, chosen: readonly number[]): TermIndex {
  const places = new Int32Array(all.lengths.length).fill(-1);
  for (let place = 0; place < chosen.length; place += 1) places[chosen[place] as number] = place;
  const lengths = Uint32Array.from(chosen, (unit) => all.lengths[unit] ?? 0);
  const whole = termIndexOf(all);
  const asked = new Map<string, Postings>();
  let data: TermData | undefined;
  return {
    units: lengths.length,
    length: (unit) => lengths[unit] ?? 0,
    averageLength: averageOf(lengths),
    get data() {
      return (data ??= pickData(all, places, lengths));
    },
    postings: (word) => {
      const before = asked.get(word);
      if (before) return before;
      const found = whole.postings(word);
      if (found === undefined) return undefined;
      const picked = pickPostings(found, places);
      if (picked.units.length === 0) return undefined;
      if (asked.size < mostAsked) asked.set(word, picked);
      return picked;
    },
  };
}

function pickPostings({ units, counts }: Postings, places: Int32Array): Postings {
  const [placed, counted] = [new Uint32Array(units.length), new Uint16Array(units.length)];
  let size = 0;
  for (let at = 0; at < units.length; at += 1) {
    const place = places[units[at] as number] as number;
    if (place === -1) continue;
    placed[size] = place;
    counted[size] = counts[at] as number;
    size += 1;
  }
  return { units: placed.subarray(0, size), counts: counted.subarray(0, size) };
}

function pickData({ words, starts, units, counts }: TermData, places: Int32Array, lengths: Uint32Array): TermData {
  const [left, ends]: [string[], number[]] = [[], [0]];
  const [placed, counted] = [new Uint32Array(units.length), new Uint16Array(units.length)];
  let size = 0;
  for (const [term, word] of words.entries()) {
    const before = size;
    for (let at = starts[term] as number, end = starts[term + 1] as number; at < end; at += 1) {
      const place = places[units[at] as number] as number;
      if (place === -1) continue;
      placed[size] = place;
      counted[size] = counts[at] as number;
      size += 1;
    }
    if (size === before) continue;
    left.push(word);
    ends.push(size);
  }
  return {
    words: left,
    starts: Uint32Array.from(ends),
    units: placed.slice(0, size),
    counts: counted.slice(0, size),
    lengths,
  };
}
