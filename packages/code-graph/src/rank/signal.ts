/** A hint for every document: 0 nothing, 1 the strongest of all. */
export type Signal = Float64Array;

/** Divides by the largest value; all zero stays all zero. */
export function toSignal(values: Float64Array): Signal {
  const largest = largestOf(values);
  return largest <= 0 ? values : values.map((value) => value / largest);
}

function largestOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  return largest;
}

/** Adds to one element; typed arrays give `undefined` in the eyes of the compiler. */
export function addTo(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}
