import { median } from '@cdev/run-history';

/** Milliseconds, milliseconds, bytes. */
export interface Cost {
  readonly cpu: number;
  readonly wall: number;
  readonly memory: number;
}

/** Two runs, one right after the other. */
export interface CostPair {
  readonly before: Cost;
  readonly now: Cost;
}

export interface CostComparison {
  /** Medians. */
  readonly before: Cost;
  readonly now: Cost;
  /** The median over the pairs of now / before. */
  readonly cpuRatio: number;
  /** Between which the ratio of the median lies with 95 % certainty (order statistics). */
  readonly interval: readonly [number, number];
}

/** What pairs of runs say together. Each pair is a ratio of its own, so that a machine that grows busier in between makes neither slower. */
export function compareCosts(pairs: readonly CostPair[]): CostComparison {
  const ratios = pairs.map((pair) => pair.now.cpu / pair.before.cpu).toSorted((a, b) => a - b);
  return {
    before: costOf(pairs.map(({ before }) => before)),
    now: costOf(pairs.map(({ now }) => now)),
    cpuRatio: median(ratios),
    interval: medianInterval(ratios),
  };
}

function costOf(runs: readonly Cost[]): Cost {
  const of = (field: keyof Cost): number => median(runs.map((run) => run[field]));
  return { cpu: of('cpu'), wall: of('wall'), memory: of('memory') };
}

/** The ranks between which the median lies with 95 % certainty: n/2 ± 0.98 √n (binomial, normal approximation). */
function medianInterval(sorted: readonly number[]): readonly [number, number] {
  const reach = 0.98 * Math.sqrt(sorted.length);
  const low = Math.max(0, Math.floor(sorted.length / 2 - reach));
  const high = Math.min(sorted.length - 1, Math.ceil(sorted.length / 2 + reach) - 1);
  return [sorted[low] as number, sorted[high] as number];
}
