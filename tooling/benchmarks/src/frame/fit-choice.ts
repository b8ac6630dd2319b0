import type { ChoiceTraits } from '@cdev/structured-merge';

/** A conflict: the traits of each way to decide it, and which ways are as people decided. */
export interface ChoiceCase {
  readonly ways: readonly ChoiceTraits[];
  readonly isRight: readonly boolean[];
  /** How much the case counts. */
  readonly share: number;
}

export type ChoiceWeights = Readonly<Record<string, number>>;

const rounds = 200;
const step = 0.05;
/** Strength of the pull of weights to zero. */
const pull = 6;

/** Conditional logit with a quadratic penalty (McFadden 1974), by Adam (Kingma and Ba 2015), on traits scaled to deviation 1. */
export function fitChoice(cases: readonly ChoiceCase[]): ChoiceWeights {
  const names = [...new Set(cases.flatMap(({ ways }) => ways.flatMap((traits) => Object.keys(traits))))];
  const place = new Map(names.map((name, at) => [name, at]));
  const rows = cases.map(({ ways, isRight, share }) => ({
    isRight,
    share,
    ways: ways.map((traits) =>
      Object.entries(traits).map(([name, value]) => [place.get(name) as number, value] as const),
    ),
  }));
  const spread = spreads(
    rows.flatMap(({ ways }) => ways),
    names.length,
  );
  const weights = new Float64Array(names.length);
  const [first, second] = [new Float64Array(names.length), new Float64Array(names.length)];
  for (let round = 1; round <= rounds; round += 1) {
    const slope = weights.map((weight) => pull * weight);
    for (const { ways, isRight, share } of rows) {
      const odds = softmax(
        ways.map((way) =>
          way.reduce((sum, [at, value]) => sum + ((weights[at] as number) * value) / (spread[at] as number), 0),
        ),
      );
      const right = odds.reduce((sum, odd, at) => sum + (isRight[at] === true ? odd : 0), 0);
      for (const [at, way] of ways.entries()) {
        const odd = odds[at] as number;
        const error = share * (odd - (isRight[at] === true ? odd / right : 0));
        for (const [trait, value] of way)
          slope[trait] = (slope[trait] as number) + (error * value) / (spread[trait] as number);
      }
    }
    for (const [at, value] of slope.entries()) {
      first[at] = 0.9 * (first[at] as number) + 0.1 * value;
      second[at] = 0.999 * (second[at] as number) + 0.001 * value * value;
      const size = Math.sqrt(second[at] / (1 - 0.999 ** round)) + 1e-8;
      weights[at] = (weights[at] as number) - (step * (first[at] / (1 - 0.9 ** round))) / size;
    }
  }
  return Object.fromEntries(names.map((name, at) => [name, (weights[at] as number) / (spread[at] as number)]));
}

/** Odds of each way. */
export function oddsOf(ways: readonly ChoiceTraits[], weights: ChoiceWeights): number[] {
  return softmax(
    ways.map((traits) => Object.entries(traits).reduce((sum, [name, value]) => sum + value * (weights[name] ?? 0), 0)),
  );
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const shares = scores.map((score) => Math.exp(score - highest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

function spreads(ways: readonly (readonly (readonly [number, number])[])[], count: number): number[] {
  const [sums, squares] = [new Float64Array(count), new Float64Array(count)];
  for (const [at, value] of ways.flat()) {
    sums[at] = (sums[at] as number) + value;
    squares[at] = (squares[at] as number) + value * value;
  }
  return Array.from({ length: count }, (_, at) => {
    const middle = (sums[at] as number) / ways.length;
    return Math.sqrt(Math.max(0, (squares[at] as number) / ways.length - middle * middle)) || 1;
  });
}
