/** A hint for every document: 0 nothing, 1 the strongest of all. */
export type Signal = Float64Array;

/** Divides by the largest value, in place; all zero stays all zero. */
export function toSignal(values: Float64Array): Signal {
  const largest = largestOf(values);
  if (largest > 0) for (let at = 0; at < values.length; at += 1) values[at] = (values[at] as number) / largest;
  return values;
}

// By number, here and wherever a loop goes over all documents: most programs ask once, and until a loop over values or entries is compiled each step of it is a call.
function largestOf(values: Float64Array): number {
  let largest = 0;
  for (let at = 0; at < values.length; at += 1) largest = Math.max(largest, values[at] as number);
  return largest;
}

/** Adds to one element; typed arrays give `undefined` in the eyes of the compiler. */
export function addTo(values: Float64Array, index: number, amount: number): void {
  values[index] = (values[index] ?? 0) + amount;
}
