/** A case to learn from: how much it has of each trait, and whether it came out. */
export interface FitCase {
  readonly traits: readonly number[];
  readonly isRight: boolean;
}

export interface FittedOdds {
  readonly intercept: number;
  readonly weights: readonly number[];
}

const rounds = 300;
const step = 0.05;
/** Strength of the pull of weights to zero. */
const pull = 5;

/** Logistic regression with a quadratic penalty, by Kingma and Ba, "Adam" (2015), on traits of mean 0 and deviation 1. */
export function fitOdds(cases: readonly FitCase[]): FittedOdds {
  const count = cases[0]?.traits.length ?? 0;
  const column = (at: number): number[] => cases.map(({ traits }) => traits[at] as number);
  const means = Array.from({ length: count }, (_, at) => mean(column(at)));
  const spreads = means.map((middle, at) => Math.sqrt(mean(column(at).map((value) => (value - middle) ** 2))) || 1);
  const scaled = cases.map(({ traits, isRight }) => ({
    isRight,
    values: [...traits.map((value, at) => (value - (means[at] as number)) / (spreads[at] as number)), 1],
  }));
  const weights = Array.from({ length: count + 1 }, () => 0);
  const [first, second] = [weights.map(() => 0), weights.map(() => 0)];
  for (let round = 1; round <= rounds; round += 1) {
    const slope = weights.map((weight, at) => (at < count ? pull * weight : 0));
    for (const { values, isRight } of scaled) {
      const error = sigmoid(dot(weights, values)) - Number(isRight);
      for (const [at, value] of values.entries()) slope[at] = (slope[at] as number) + error * value;
    }
    for (const [at, value] of slope.entries()) {
      first[at] = 0.9 * (first[at] as number) + 0.1 * value;
      second[at] = 0.999 * (second[at] as number) + 0.001 * value * value;
      const size = Math.sqrt(second[at] / (1 - 0.999 ** round)) + 1e-8;
      weights[at] = (weights[at] as number) - (step * (first[at] / (1 - 0.9 ** round))) / size;
    }
  }
  const own = weights.slice(0, count).map((weight, at) => weight / (spreads[at] as number));
  return { intercept: (weights[count] as number) - dot(own, means), weights: own };
}

export function predict({ intercept, weights }: FittedOdds, traits: readonly number[]): number {
  return sigmoid(intercept + dot(weights, traits));
}

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);

const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, value, at) => sum + value * (other[at] as number), 0);
