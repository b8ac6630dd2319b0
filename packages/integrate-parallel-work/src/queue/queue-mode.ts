/**
 * How a queue is gone through. `one-by-one`: each tree; `halves`: the whole batch, halved when it fails; `spaced`: several evenly spaced prefixes of
 * the batch at once; `prefixes`: the next few trees at once.
 */
export type QueueMode = 'one-by-one' | 'halves' | 'spaced' | 'prefixes';

export interface QueueOutlook {
  /** Candidates. */
  readonly count: number;
  /** The chance that one breaks the tests. */
  readonly chance: number;
  /** Test runs that gain from going on at once. */
  readonly slots: number;
}

export interface ChosenMode {
  readonly mode: QueueMode;
  /** Test runs to expect. */
  readonly expectedRuns: number;
  /** In words. */
  readonly reason: string;
}

/** Beyond this chance of a break a batch fails so often that plain prefixes end sooner. */
const highChance = 0.15;

/** Breaks of candidates that went through before, with the weight of twenty of which one broke. */
export function chanceOfBreak({ broken, passed }: { readonly broken: number; readonly passed: number }): number {
  return (broken + 1) / (broken + passed + 20);
}

/** How many runs gain from going on at once, when one keeps `busy` of the cores busy. */
export function slotsFor({ cores, busy }: { readonly cores: number; readonly busy: number }): number {
  return Math.max(1, Math.floor(cores / Math.max(busy, 0.01)));
}

/** How many candidates, a chance of a break for each and that many test runs at once are tried: the mode with the fewest expected runs, with its reason in words. */
export function chooseMode({ count, chance, slots }: QueueOutlook): ChosenMode {
  const percent = `${Math.round(chance * 100)} %`;
  const halved = expectedRuns('halves', { count, chance, slots });
  if (slots === 1) {
    const one = `one run keeps the machine busy, and ${percent} of candidates break`;
    return halved < count
      ? {
          mode: 'halves',
          expectedRuns: halved,
          reason: `${one}: all at once and halved on failure is ${halved.toFixed(1)} runs, not ${count}`,
        }
      : { mode: 'one-by-one', expectedRuns: count, reason: `${one}: batches would save nothing` };
  }
  const mode = chance <= highChance ? 'spaced' : 'prefixes';
  const how = mode === 'spaced' ? 'evenly spaced prefixes' : 'the next prefixes';
  return {
    mode,
    expectedRuns: expectedRuns(mode, { count, chance, slots }),
    reason: `${slots} runs fit on the machine at once, and ${percent} of candidates break: ${how}`,
  };
}

/** Mean number of test runs of independent breaks; of spaced prefixes only while nothing breaks. */
export function expectedRuns(mode: QueueMode, { count, chance, slots }: QueueOutlook): number {
  if (mode === 'halves') return halvedRuns(count, 1 - chance, new Map());
  if (mode === 'spaced') return Math.min(slots, count);
  if (mode === 'one-by-one') return count;
  // Each break makes those at work behind it worthless.
  const behind = (Math.min(slots, count) - 1) / 2;
  return count + chance * count * behind;
}

/** R(1) = 1, R(n) = 1 − 2qⁿ + R(⌊n/2⌋) + R(⌈n/2⌉). */
function halvedRuns(count: number, keeps: number, known: Map<number, number>): number {
  if (count <= 1) return count;
  const before = known.get(count);
  if (before !== undefined) return before;
  const [less, more] = [Math.floor(count / 2), Math.ceil(count / 2)];
  const runs = 1 - 2 * keeps ** count + halvedRuns(less, keeps, known) + halvedRuns(more, keeps, known);
  known.set(count, runs);
  return runs;
}

export interface SearchState {
  readonly mode: QueueMode;
  readonly slots: number;
  /** The longest prefix that is known to pass. */
  readonly passing: number;
  /** The shortest longer one that is known to fail. */
  readonly failing: number | undefined;
  readonly count: number;
}

/** The prefixes to test next, shortest first. Never one whose outcome is known. */
export function nextPrefixes({ mode, slots, passing, failing, count }: SearchState): number[] {
  if (failing !== undefined)
    return spaced(passing, failing, mode === 'halves' ? 1 : slots).filter((at) => at < failing);
  if (mode === 'one-by-one') return [passing + 1];
  if (mode === 'halves') return [count];
  if (mode === 'prefixes') return Array.from({ length: Math.min(slots, count - passing) }, (_, at) => passing + at + 1);
  const size = (count - passing) / Math.min(slots, count - passing);
  return Array.from({ length: Math.min(slots, count - passing) }, (_, at) => passing + Math.round(size * (at + 1)));
}

/** So many places between two, evenly apart and without the two. */
function spaced(from: number, to: number, wanted: number): number[] {
  const count = Math.min(wanted, to - from - 1);
  const places = Array.from({ length: count }, (_, at) => from + Math.round(((to - from) * (at + 1)) / (count + 1)));
  return [...new Set(places)].filter((at) => at > from);
}
