import type { QueueMode } from './next-prefixes.ts';
import { runBatches, type Queued } from './run-batches.ts';

/** Candidates with breaks among them. */
export interface Planted {
  readonly count: number;
  /** Numbers of candidates that break the tests by themselves. */
  readonly broken: ReadonlySet<number>;
  /** Pairs that break them together. */
  readonly pairs: readonly (readonly [number, number])[];
  /** The chance that a run of a good tree fails. */
  readonly flaky?: number;
}

/** What came of a simulated queue. */
export interface Simulated {
  /** Candidates in the tree that landed. */
  readonly landed: readonly number[];
  readonly ejected: readonly number[];
  /** Runs, those to confirm a blame apart. */
  readonly runs: number;
  readonly rounds: number;
  readonly confirmations: number;
  readonly isRed: boolean;
}

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A queue whose commits are the numbers in them, and whose trees are tested once each. */
export async function simulateQueue(
  planted: Planted,
  { mode, slots, next }: { readonly mode: QueueMode; readonly slots: number; readonly next: () => number },
): Promise<Simulated> {
  const items: (Queued & { number: number })[] = Array.from({ length: planted.count }, (_, number) => ({
    id: `c${number}`,
    dependsOn: [],
    number,
  }));
  const isRed = (commit: string): boolean => {
    const inside = new Set(commit.split(' ').filter(Boolean).map(Number));
    const pair = planted.pairs.some(([one, other]) => inside.has(one) && inside.has(other));
    return pair || [...inside].some((number) => planted.broken.has(number));
  };
  const known = new Map<string, boolean>();
  const run = (commit: string): boolean => !isRed(commit) && next() >= (planted.flaky ?? 0);
  let [runs, rounds, confirmations] = [0, 0, 0];
  let inRound = 0;
  const outcome = await runBatches<(typeof items)[number], undefined, string>(
    { items, tip: '', absence: () => undefined },
    {
      mode: async () => {
        inRound = 0;
        return { mode, slots };
      },
      merge: async ({ number }, tip) => ({ kind: 'merged', commit: `${tip} ${number}`.trim(), merged: undefined }),
      test: async ({ commit }) => {
        const before = known.get(commit);
        if (before !== undefined) return before;
        runs += 1;
        if (inRound === 0) rounds += 1;
        inRound += 1;
        const isGood = run(commit);
        known.set(commit, isGood);
        return isGood;
      },
      blame: async ({ commit }) => {
        confirmations += 1;
        const isGood = run(commit);
        if (isGood) known.set(commit, true);
        return isGood ? undefined : 'fails twice';
      },
      eject: async () => {},
      onBlocked: async () => {},
    },
  );
  return {
    landed: outcome.passed.map(({ item }) => item.number),
    ejected: outcome.ejected.map(({ item }) => item.number),
    runs,
    rounds,
    confirmations,
    isRed: isRed(outcome.tip),
  };
}
