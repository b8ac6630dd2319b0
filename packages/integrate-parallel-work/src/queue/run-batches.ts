import { nextPrefixes } from './next-prefixes.ts';
import type { ChosenMode } from './queue-mode.ts';
import { testAtOnce } from './test-at-once.ts';

/** A candidate of a queue. */
export interface Queued {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

export interface QueueStart<Item> {
  readonly items: readonly Item[];
  readonly tip: string;
  /** Why an agent that is no candidate is not there; undefined: it is in already. */
  readonly absence: (id: string) => string | undefined;
}

/** A candidate merged on those before it. */
export interface Place<Item, Merged> {
  readonly item: Item;
  /** What it is merged on. */
  readonly tip: string;
  readonly commit: string;
  readonly merged: Merged;
}

export type Merging<Merged, Ejection> =
  | { readonly kind: 'merged'; readonly commit: string; readonly merged: Merged }
  | { readonly kind: 'ejected'; readonly ejection: Ejection };

export interface BatchDeeds<Item extends Queued, Merged, Ejection> {
  /** Merges without a consequence: what does not go in may do so on another tip. */
  readonly merge: (item: Item, tip: string, on: readonly Place<Item, Merged>[]) => Promise<Merging<Merged, Ejection>>;
  /** Whether the place passes, run once. Undefined: it was stopped, because the outcome of another made it worthless. */
  readonly test: (place: Place<Item, Merged>, which: TestedPrefix<Item, Merged>) => Promise<boolean | undefined>;
  /** The place failed on a tip that passes: whether it fails again, and with what reason. Undefined: it passes now. */
  readonly blame: (
    place: Place<Item, Merged>,
    which: Omit<TestedPrefix<Item, Merged>, 'stop'>,
  ) => Promise<Ejection | undefined>;
  readonly eject: (item: Item, ejection: Ejection) => Promise<void>;
  readonly onBlocked: (item: Item, reason: string) => Promise<void>;
  /** How to go on with so many candidates, after so many breaks. */
  readonly mode: (left: number, seen: SeenBreaks) => Promise<Pick<ChosenMode, 'mode' | 'slots'>>;
}

export interface SeenBreaks {
  readonly broken: number;
  readonly passed: number;
}

/** Which part of the queue is in a tree that is tested. */
export interface TestedPrefix<Item, Merged> {
  /** All that were merged after the start, the place last. */
  readonly inside: readonly Place<Item, Merged>[];
  /** How many are in the queue's chain with it. */
  readonly of: number;
  readonly stop: AbortSignal;
}

export interface BatchOutcome<Item, Merged> {
  /** A commit whose very tree passed, or the start. */
  readonly tip: string;
  readonly passed: readonly Place<Item, Merged>[];
  readonly ejected: readonly { readonly item: Item; readonly isBlocked: boolean }[];
}

/**
 * Goes through a queue by prefixes of the whole: where a longer prefix passes, the shorter ones need no run. A culprit is who fails twice on a tip that
 * passes; it is left out with all that depend on it, and the rest is merged anew. The tip only ever is a tree that passed.
 */
export async function runBatches<Item extends Queued, Merged, Ejection>(
  { items, tip: start, absence }: QueueStart<Item>,
  deeds: BatchDeeds<Item, Merged, Ejection>,
): Promise<BatchOutcome<Item, Merged>> {
  const passed: Place<Item, Merged>[] = [];
  const ejected: { item: Item; isBlocked: boolean }[] = [];
  let broken = 0;
  let tip = start;
  let left = [...items];
  const whyNot = (id: string): string | undefined => {
    if (ejected.some(({ item }) => item.id === id)) return 'which was ejected';
    return items.some((item) => item.id === id) ? undefined : absence(id);
  };
  while (left.length > 0) {
    const { chain, refused } = await mergeChain(left, tip);
    if (refused) {
      left = left.filter(({ id }) => id !== refused);
      continue;
    }
    const found = await search(chain);
    const done = chain.slice(0, found.passing);
    passed.push(...done);
    tip = done.at(-1)?.commit ?? tip;
    const gone = new Set([...done.map(({ item }) => item.id), ...(found.culprit ? [found.culprit.id] : [])]);
    left = left.filter(({ id }) => !gone.has(id));
  }
  return { tip, passed, ejected };

  /** Merges as many as go in one upon the other. Only on a tip that passes is it final that one does not. */
  async function mergeChain(
    waiting: readonly Item[],
    on: string,
  ): Promise<{ chain: Place<Item, Merged>[]; refused?: string }> {
    const chain: Place<Item, Merged>[] = [];
    let at = on;
    for (const item of waiting) {
      const lacking = item.dependsOn.find((id) => whyNot(id) !== undefined);
      if (lacking !== undefined) {
        if (chain.length > 0) break;
        await deeds.onBlocked(item, `it depends on ${lacking}, ${whyNot(lacking)}`);
        ejected.push({ item, isBlocked: true });
        return { chain, refused: item.id };
      }
      const merging = await deeds.merge(item, at, [...passed, ...chain]);
      if (merging.kind === 'ejected') {
        if (chain.length > 0) break;
        await deeds.eject(item, merging.ejection);
        ejected.push({ item, isBlocked: false });
        return { chain, refused: item.id };
      }
      chain.push({ item, tip: at, commit: merging.commit, merged: merging.merged });
      at = merging.commit;
    }
    return { chain };
  }

  /** How far the chain passes, and who breaks it there. */
  async function search(chain: readonly Place<Item, Merged>[]): Promise<{ passing: number; culprit?: Item }> {
    let passing = 0;
    let failing: number | undefined;
    while (passing < chain.length) {
      if (failing === passing + 1) {
        const place = chain[passing] as Place<Item, Merged>;
        const ejection = await deeds.blame(place, prefix(chain, failing));
        if (ejection !== undefined) {
          broken += 1;
          await deeds.eject(place.item, ejection);
          ejected.push({ item: place.item, isBlocked: false });
          return { passing, culprit: place.item };
        }
        passing += 1;
        failing = undefined;
        continue;
      }
      const chosen = await deeds.mode(chain.length - passing, { broken, passed: passed.length + passing });
      const outcomes = await testAtOnce(
        nextPrefixes({ ...chosen, passing, failing, count: chain.length }),
        (at, stop) => deeds.test(chain[at - 1] as Place<Item, Merged>, { ...prefix(chain, at), stop }),
        // What one run at a time would have tested first decides, whatever a shorter one says.
        { whole: failing === undefined && chosen.mode === 'spaced' ? chain.length : undefined },
      );
      passing = Math.max(passing, ...outcomes.filter(({ isGood }) => isGood).map(({ at }) => at));
      const bad = outcomes.filter(({ at, isGood }) => !isGood && at > passing).map(({ at }) => at);
      const known = failing !== undefined && failing > passing ? [failing] : [];
      failing = bad.length + known.length === 0 ? undefined : Math.min(...bad, ...known);
    }
    return { passing };
  }

  function prefix(chain: readonly Place<Item, Merged>[], at: number): Omit<TestedPrefix<Item, Merged>, 'stop'> {
    return { inside: [...passed, ...chain.slice(0, at)], of: passed.length + chain.length };
  }
}
