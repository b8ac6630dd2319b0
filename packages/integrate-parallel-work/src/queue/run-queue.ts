/** What came of one candidate in its place in the queue. */
export type Verdict<Passed> =
  | { readonly kind: 'passed'; readonly commit: string; readonly result: Passed }
  | { readonly kind: 'ejected'; readonly reason: string };

export interface Queued {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

export interface QueueDeeds<Item extends Queued, Passed> {
  /** Merges and checks the candidate on `tip`. */
  readonly attempt: (item: Item, tip: string) => Promise<Verdict<Passed>>;
  /** Told of each that an earlier ejection takes along, before the next is tried. */
  readonly onBlocked: (item: Item, reason: string) => Promise<void>;
}

export interface QueueOutcome<Item, Passed> {
  /** Where the last candidate that passed left off. */
  readonly tip: string;
  readonly passed: readonly { readonly item: Item; readonly result: Passed }[];
  readonly ejected: readonly { readonly item: Item; readonly reason: string; readonly isBlocked: boolean }[];
}

export interface QueueStart<Item> {
  readonly items: readonly Item[];
  readonly tip: string;
  /** Why an agent that is no candidate is not there; undefined: it is in already. */
  readonly absence: (id: string) => string | undefined;
}

/**
 * One candidate after the other, each on top of those that passed before it. One that fails is left out, and with it all that depend on it;
 * the rest goes on. Knows nothing of git or of tests, so that other ways of going through a queue can take its place.
 */
export async function runQueue<Item extends Queued, Passed>(
  { items, tip: start, absence }: QueueStart<Item>,
  deeds: QueueDeeds<Item, Passed>,
): Promise<QueueOutcome<Item, Passed>> {
  let tip = start;
  const passed: { item: Item; result: Passed }[] = [];
  const ejected: { item: Item; reason: string; isBlocked: boolean }[] = [];
  const whyNot = (id: string): string | undefined => {
    if (passed.some(({ item }) => item.id === id)) return undefined;
    return ejected.some(({ item }) => item.id === id) ? 'which was ejected' : absence(id);
  };
  for (const item of items) {
    const lacking = item.dependsOn.find((id) => whyNot(id) !== undefined);
    if (lacking !== undefined) {
      const reason = `it depends on ${lacking}, ${whyNot(lacking)}`;
      await deeds.onBlocked(item, reason);
      ejected.push({ item, reason, isBlocked: true });
      continue;
    }
    const verdict = await deeds.attempt(item, tip);
    if (verdict.kind === 'ejected') ejected.push({ item, reason: verdict.reason, isBlocked: false });
    else {
      passed.push({ item, result: verdict.result });
      tip = verdict.commit;
    }
  }
  return { tip, passed, ejected };
}
