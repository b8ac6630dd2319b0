import { termIndexOf, type TermData, type TermIndex } from './term-index.ts';

/** Of an index only `chosen` units, which are ascending and become 0, 1, …; as if no other had ever been added. */
export function someUnits({ words, starts, units, counts, lengths }: TermData, chosen: readonly number[]): TermIndex {
  const places = new Int32Array(lengths.length).fill(-1);
  for (const [place, unit] of chosen.entries()) places[unit] = place;
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
  return termIndexOf({
    words: left,
    starts: Uint32Array.from(ends),
    units: placed.slice(0, size),
    counts: counted.slice(0, size),
    lengths: Uint32Array.from(chosen, (unit) => lengths[unit] ?? 0),
  });
}
