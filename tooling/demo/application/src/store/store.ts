/** Values of one kind by their key, in the order in which they came. */
export interface Collection<Value> {
  get(key: string): Value | undefined;
  all(): Value[];
  put(key: string, value: Value): void;
  remove(key: string): boolean;
}

export interface Store {
  /** The collection of that name, empty when it is new. */
  collection<Value>(name: string): Collection<Value>;
}

/** Everything in a store as plain data: collection, key, value. */
export type Snapshot = Record<string, Record<string, unknown>>;

/** A store in memory. `onChange` gets the whole content after every change. */
export function memoryStore(content: Snapshot = {}, onChange: (content: Snapshot) => void = () => {}): Store {
  const collections = new Map<string, Map<string, unknown>>();
  for (const [name, values] of Object.entries(content)) collections.set(name, new Map(Object.entries(values)));
  const changed = () => onChange(snapshotOf(collections));
  return {
    collection: <Value>(name: string): Collection<Value> => {
      const values = (collections.get(name) ?? new Map()) as Map<string, Value>;
      collections.set(name, values);
      return {
        get: (key) => structuredClone(values.get(key)),
        all: () => structuredClone([...values.values()]),
        put: (key, value) => {
          values.set(key, structuredClone(value));
          changed();
        },
        remove: (key) => {
          const existed = values.delete(key);
          if (existed) changed();
          return existed;
        },
      };
    },
  };
}

function snapshotOf(collections: ReadonlyMap<string, ReadonlyMap<string, unknown>>): Snapshot {
  return Object.fromEntries([...collections].map(([name, values]) => [name, Object.fromEntries(values)]));
}
