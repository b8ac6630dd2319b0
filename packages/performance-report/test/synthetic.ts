import type { DayValue } from '../src/index.ts';

/** The same numbers for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Days of a level with noise of some 2 % (the median of five runs that vary by 4 %), the level multiplied from each step's day on. */
export function days(count: number, steps: Readonly<Record<number, number>> = {}, seed = 1): DayValue[] {
  const next = random(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  let level = 3;
  return Array.from({ length: count }, (_, at) => {
    level *= steps[at] ?? 1;
    return {
      day: new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10),
      value: level * (1 + 0.022 * normal()),
    };
  });
}
