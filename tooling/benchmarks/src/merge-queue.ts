import { expectedRuns, seededRandom, simulateQueue, type QueueMode } from '@cdev/integrate-parallel-work';
import type { Benchmark } from './frame/benchmark.ts';

const seeds = 1000;

interface Outlook {
  readonly count: number;
  readonly chance: number;
  readonly slots: number;
}

const outlooks: readonly Outlook[] = [
  { count: 4, chance: 0.05, slots: 1 },
  { count: 8, chance: 0.02, slots: 1 },
  { count: 8, chance: 0.1, slots: 1 },
  { count: 16, chance: 0.1, slots: 1 },
  { count: 32, chance: 0.05, slots: 1 },
  { count: 8, chance: 0.1, slots: 4 },
  { count: 8, chance: 0.25, slots: 4 },
  { count: 16, chance: 0.02, slots: 4 },
  { count: 16, chance: 0.25, slots: 8 },
  { count: 32, chance: 0.1, slots: 8 },
];

/** The merge queue on planted breaks: what it costs, against what the formulas say, and that it never lands a red tree. */
export const benchmark: Benchmark = {
  summary: 'the merge queue simulated with planted breaks: runs and rounds against the formulas, 1,000 seeds a row',
  bar: 'runs and rounds at most 10 % above the formulas, every culprit found, nobody else blamed, no red tree lands',
  run: async () => {
    const rows: string[][] = [];
    let isMet = true;
    for (const outlook of outlooks) {
      for (const mode of modesOf(outlook)) {
        const { runs, rounds, confirmations, red, unfound, wronged } = await play(outlook, mode);
        const formula = formulaOf(outlook, mode);
        const within = runs <= formula.runs * 1.1 && rounds <= formula.rounds * 1.1;
        isMet &&= within && red + unfound + wronged === 0;
        const { count, chance, slots } = outlook;
        rows.push([
          `${count}, ${chance}, ${slots}`,
          mode,
          `${runs.toFixed(2)} (${Number.isFinite(formula.runs) ? formula.runs.toFixed(2) : '–'})`,
          `${rounds.toFixed(2)} (${formula.rounds.toFixed(2)})`,
          confirmations.toFixed(2),
          String(red),
          String(unfound),
          String(wronged),
        ]);
      }
    }
    return {
      head: [
        'candidates, chance, at once',
        'mode',
        'runs (formula)',
        'rounds (formula)',
        'blames confirmed',
        'red',
        'unfound',
        'wronged',
      ],
      rows,
      isMet,
      notes: [
        'Breaks are independent; a run to confirm a blame is counted apart, as the formulas know none. For evenly spaced prefixes there is a formula of rounds only.',
      ],
    };
  },
};

function modesOf({ slots }: Outlook): readonly QueueMode[] {
  return slots === 1 ? ['one-by-one', 'halves'] : ['spaced', 'prefixes'];
}

function formulaOf(
  { count, chance, slots }: Outlook,
  mode: QueueMode,
): { readonly runs: number; readonly rounds: number } {
  if (slots === 1) {
    const runs = expectedRuns(mode, { count, chance, slots });
    return { runs, rounds: runs };
  }
  const first = Math.ceil(count / slots);
  if (mode === 'prefixes')
    return { runs: expectedRuns(mode, { count, chance, slots }), rounds: first + chance * (count - first) };
  const more = Math.ceil(Math.log(first) / Math.log(slots + 1)) + 1;
  return { runs: Number.POSITIVE_INFINITY, rounds: 1 + count * chance * more };
}

interface Played {
  runs: number;
  rounds: number;
  confirmations: number;
  red: number;
  unfound: number;
  wronged: number;
}

async function play({ count, chance, slots }: Outlook, mode: QueueMode): Promise<Played> {
  const next = seededRandom(7);
  const sum: Played = { runs: 0, rounds: 0, confirmations: 0, red: 0, unfound: 0, wronged: 0 };
  for (let seed = 0; seed < seeds; seed += 1) {
    const numbers = Array.from({ length: count }, (_, number) => number);
    const broken = new Set(numbers.filter(() => next() < chance));
    const { runs, rounds, confirmations, isRed, ejected } = await simulateQueue(
      { count, broken, pairs: [] },
      { mode, slots, next },
    );
    sum.runs += runs / seeds;
    sum.rounds += rounds / seeds;
    sum.confirmations += confirmations / seeds;
    sum.red += Number(isRed);
    sum.unfound += [...broken].filter((number) => !ejected.includes(number)).length;
    sum.wronged += ejected.filter((number) => !broken.has(number)).length;
  }
  return sum;
}
