/** What happens when, in simulated seconds. */
export interface Calendar {
  readonly now: () => number;
  readonly after: (seconds: number, action: Action) => void;
  /** Until nothing is left to happen, or until `isOver`. */
  readonly run: (isOver?: () => boolean) => Promise<void>;
}

/** One that returns a promise is waited for; the clock stands meanwhile. */
export type Action = () => void | Promise<void>;

interface Entry {
  readonly at: number;
  readonly number: number;
  readonly action: Action;
}

/** Discrete events in a binary heap; of the same time in the order in which they were asked for, so that a seed gives one outcome. */
export function createCalendar(): Calendar {
  const heap: Entry[] = [];
  let [now, count] = [0, 0];
  const isBefore = (one: Entry, other: Entry): boolean =>
    one.at < other.at || (one.at === other.at && one.number < other.number);
  const push = (entry: Entry): void => {
    let at = heap.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Entry;
      if (!isBefore(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  };
  const pop = (): Entry | undefined => {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      if (below >= heap.length) break;
      if (below + 1 < heap.length && isBefore(heap[below + 1] as Entry, heap[below] as Entry)) below += 1;
      if (!isBefore(heap[below] as Entry, last)) break;
      heap[at] = heap[below] as Entry;
      at = below;
    }
    heap[at] = last;
    return first;
  };
  return {
    now: () => now,
    after: (seconds, action) => push({ at: now + Math.max(0, seconds), number: (count += 1), action }),
    run: async (isOver = () => false) => {
      for (let next = pop(); next !== undefined; next = pop()) {
        now = next.at;
        const waiting = next.action();
        if (waiting !== undefined) await waiting;
        if (isOver()) return;
      }
    },
  };
}
