import { nextPrefixes, type QueueMode } from './next-prefixes.ts';

export interface QueueOutlook {
  /** Candidates. */
  readonly count: number;
  /** The chance that one breaks the tests. */
  readonly chance: number;
  /** Test runs that gain from going on at once. */
  readonly slots: number;
}

/** Means. Runs to confirm a blame are not among them: each culprit costs one, in whatever mode. */
export interface QueueCost {
  readonly runs: number;
  /** Times that a run is waited for. */
  readonly rounds: number;
}

/**
 * What a mode costs on average when each candidate breaks the tests with the chance p by itself (q = 1 − p), exactly. With L the longest of the
 * prefixes P of n that are tested first, and s(i) what is tested until the first culprit is known to be at i,
 * C(n) = |P| + Σ p·qⁱ⁻¹·(s(i) + C(n − i)) + q^L·C(n − L), i from 1 to L: who stands behind a culprit is merged and tested anew.
 */
export function expectedCost(mode: QueueMode, { count, chance, slots }: QueueOutlook): QueueCost {
  const costs: QueueCost[] = [{ runs: 0, rounds: 0 }];
  for (let n = 1; n <= count; n += 1) {
    const first = nextPrefixes({ mode, slots, passing: 0, failing: undefined, count: n });
    const longest = first.at(-1) ?? n;
    let [runs, rounds] = [first.length, 1];
    const add = (weight: number, left: number, search: QueueCost): void => {
      const rest = costs[left] ?? search;
      runs += weight * (search.runs + rest.runs);
      rounds += weight * (search.rounds + rest.rounds);
    };
    for (let culprit = 1; culprit <= longest; culprit += 1) {
      const weight = chance * (1 - chance) ** (culprit - 1);
      add(weight, n - culprit, searchCost({ mode, slots, count: n, first, culprit }));
    }
    add((1 - chance) ** longest, n - longest, { runs: 0, rounds: 0 });
    costs.push({ runs, rounds });
  }
  return costs[count] ?? { runs: 0, rounds: 0 };
}

interface Search {
  readonly mode: QueueMode;
  readonly slots: number;
  readonly count: number;
  /** What was tested already. */
  readonly first: readonly number[];
  /** The first who breaks. */
  readonly culprit: number;
}

/** What is tested after the first round until the tree before the culprit is known to pass and the one with it to fail. */
function searchCost({ mode, slots, count, first, culprit }: Search): QueueCost {
  let [runs, rounds] = [0, 0];
  let passing = Math.max(0, ...first.filter((at) => at < culprit));
  let failing = Math.min(...first.filter((at) => at >= culprit));
  while (failing > passing + 1) {
    const prefixes = nextPrefixes({ mode, slots, passing, failing, count });
    runs += prefixes.length;
    rounds += 1;
    passing = Math.max(passing, ...prefixes.filter((at) => at < culprit));
    failing = Math.min(failing, ...prefixes.filter((at) => at >= culprit));
  }
  return { runs, rounds };
}
