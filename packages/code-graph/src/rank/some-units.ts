import { averageOf, termIndexOf, type TermData, type TermIndex } from './term-index.ts';

/**
 * Of an index only `chosen` units, which are ascending and become 0, 1, …; as if no other had ever been added. Of each word that is asked for its units are
 * picked out; all of it is made only for who wants the data.
 */
export function someUnits(all: TermData, chosen: readonly number[]): TermIndex {
  const places = new Int32Array(all.lengths.length).fill(-1);
  for (let place = 0; place < chosen.length; place += 1) places[chosen[place] as number] = place;
  const lengths = Uint32Array.from(chosen, (unit) => all.lengths[unit] ?? 0);
  const whole = termIndexOf(all);
  let data: TermData | undefined;
  return {
    units: lengths.length,
    length: (unit) => lengths[unit] ?? 0,
    averageLength: averageOf(lengths),
    get data() {
      return (data ??= pickData(all, places, lengths));
    },
    postings: (word) => {
      const found = whole.postings(word);
      const kept = found ? [...found.units.keys()].filter((at) => places[found.units[at] as number] !== -1) : [];
      if (found === undefined || kept.length === 0) return undefined;
      return {
        units: Uint32Array.from(kept, (at) => places[found.units[at] as number] as number),
        counts: Uint16Array.from(kept, (at) => found.counts[at] as number),
      };
    },
  };
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
