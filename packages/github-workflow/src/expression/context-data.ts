import { data } from '@actions/expressions';

interface Pair {
  key: string;
  value: data.ExpressionData;
}

/** What cannot be said here, because the step or job that says it was not run. Whoever asks is told so by `NotKnownError`. */
export class NotKnown {
  readonly reason: string;
  constructor(reason: string) {
    this.reason = reason;
  }
}

/** An expression needed something that is not known here; `reason` is whole: `step build was not run`. */
export class NotKnownError extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`Not known here: ${reason}`);
    this.reason = reason;
  }
}

/** Names that are told apart by case, as environment variables are; or whose absence somebody wants to hear of. */
export class Names {
  readonly values: Readonly<Record<string, unknown>>;
  readonly isCaseSensitive: boolean;
  readonly onMissing: ((name: string) => void) | undefined;
  constructor(
    values: Readonly<Record<string, unknown>>,
    options: { readonly isCaseSensitive?: boolean; readonly onMissing?: (name: string) => void } = {},
  ) {
    this.values = values;
    this.isCaseSensitive = options.isCaseSensitive ?? false;
    this.onMissing = options.onMissing;
  }
}

/** A dictionary without the library's two traps: `constructor` as a key, and names that differ only in case. */
class ContextDictionary extends data.Dictionary {
  readonly #found = new Map<string, Pair>();
  readonly #isCaseSensitive: boolean;
  readonly #onMissing: ((name: string) => void) | undefined;

  constructor(isCaseSensitive: boolean, onMissing?: (name: string) => void) {
    super();
    this.#isCaseSensitive = isCaseSensitive;
    this.#onMissing = onMissing;
  }

  #key(name: string): string {
    return this.#isCaseSensitive ? name : name.toLowerCase();
  }

  override add(key: string, value: data.ExpressionData): void {
    if (!this.#found.has(this.#key(key))) this.#found.set(this.#key(key), { key, value });
  }

  override get(key: string): data.ExpressionData | undefined {
    const found = this.#found.get(this.#key(key));
    if (!found) this.#onMissing?.(key);
    return found?.value;
  }

  override values(): data.ExpressionData[] {
    return [...this.#found.values()].map(({ value }) => value);
  }

  override pairs(): Pair[] {
    return [...this.#found.values()];
  }
}

/** Plain data, `Names` and `NotKnown` as the evaluator wants them. */
export function toData(value: unknown): data.ExpressionData {
  if (value === null || value === undefined) return new data.Null();
  if (typeof value === 'string') return new data.StringData(value);
  if (typeof value === 'number') return new data.NumberData(value);
  if (typeof value === 'boolean') return new data.BooleanData(value);
  if (value instanceof NotKnown) return refusing(value.reason);
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  if (value instanceof Names) return dictionary(value.values, value.isCaseSensitive, value.onMissing);
  return dictionary(value as Record<string, unknown>, false);
}

function dictionary(
  values: Readonly<Record<string, unknown>>,
  isCaseSensitive: boolean,
  onMissing?: (name: string) => void,
): data.Dictionary {
  const result = new ContextDictionary(isCaseSensitive, onMissing);
  for (const [name, value] of Object.entries(values)) result.add(name, toData(value));
  return result;
}

/** The evaluator looks at `kind` before anything else, and so does `toJSON`; passing it on unread is no question yet. */
function refusing(reason: string): data.ExpressionData {
  const refuse = (): never => {
    throw new NotKnownError(reason);
  };
  const properties = ['kind', 'primitive', 'value', 'coerceString', 'number', 'toJSON'];
  const value = Object.create(null) as object;
  for (const name of properties) Object.defineProperty(value, name, { get: refuse, enumerable: true });
  return value as data.ExpressionData;
}

/** What an expression gave, as plain data. @throws NotKnownError */
export function fromData(value: data.ExpressionData): unknown {
  switch (value.kind) {
    case data.Kind.String:
    case data.Kind.Boolean:
    case data.Kind.Number:
      return value.value;
    case data.Kind.Array:
      return value.values().map(fromData);
    case data.Kind.Dictionary:
      return Object.fromEntries(value.pairs().map(({ key, value: item }) => [key, fromData(item)]));
    default:
      return null;
  }
}
