import { remainingMinutes, type Weighted } from './critical-path.ts';

/** `done`: others may build on it. */
export type Ending = 'done' | 'not-done';

export interface RunInOrderOptions {
  /** All agents of the plan. */
  readonly agents: readonly Weighted[];
  /** Those that are to run. */
  readonly chosen: ReadonlySet<string>;
  /** Those that others may build on already. */
  readonly done: ReadonlySet<string>;
  /** Those that are at work already: they go before all others, whatever they depend on. */
  readonly first?: ReadonlySet<string> | undefined;
  readonly maxParallel: number;
  readonly run: (id: string) => Promise<Ending>;
  /** When it is aborted nothing more is started. */
  readonly signal: AbortSignal;
  /** Agents that other processes have in hand; without it there are none. */
  readonly elsewhere?: Elsewhere | undefined;
}

/** What other processes do with agents of the plan. */
export interface Elsewhere {
  /**
   * Of these agents those that others may build on by now; when there are none, waits for another process to let go of one of them. Undefined when nobody
   * has any in hand and `mayBegin` is false: with it one may yet be taken in hand, and it waits until `signal` ends it.
   */
  readonly change: (
    agents: readonly string[],
    waiting: { readonly mayBegin: boolean; readonly signal: AbortSignal },
  ) => Promise<readonly string[] | undefined>;
}

/** Why an agent that was to run was not started. */
export interface NotStarted {
  readonly agent: string;
  /** The agents it waits for in vain; empty when the run was interrupted. */
  readonly waitsFor: readonly string[];
}

/**
 * Runs agents as soon as all that they depend on are done, at most so many at once. Of those that could start, the one with the longest
 * chain behind it goes first. What depends on one that did not end well is not started, unless another process has that one in hand and brings
 * it to a good end. A failure of `run` itself is thrown, after those under way have ended.
 */
export async function runInOrder(options: RunInOrderOptions): Promise<readonly NotStarted[]> {
  const { agents, chosen, first = new Set(), maxParallel, run, signal, elsewhere } = options;
  const done = new Set(options.done);
  const remaining = remainingMinutes(agents);
  const waiting = agents
    .filter(({ id }) => chosen.has(id))
    .sort(
      (one, other) =>
        Number(first.has(other.id)) - Number(first.has(one.id)) ||
        (remaining.get(other.id) ?? 0) - (remaining.get(one.id) ?? 0),
    );
  const underWay = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  const start = (id: string): void => {
    const ended = run(id)
      .then((ending) => void (ending === 'done' && done.add(id)))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(id));
    underWay.set(id, ended);
  };
  /** Waited for, and nothing of this call will bring them. */
  const missing = (): string[] => {
    const coming = new Set([...underWay.keys(), ...waiting.map(({ id }) => id)]);
    const wanted = waiting.flatMap(({ dependsOn }) => dependsOn.filter((id) => !done.has(id) && !coming.has(id)));
    return [...new Set(wanted)];
  };
  for (;;) {
    while (underWay.size < Math.max(1, maxParallel) && !signal.aborted && failures.length === 0) {
      const next = waiting.findIndex(({ id, dependsOn }) => first.has(id) || dependsOn.every((on) => done.has(on)));
      if (next === -1) break;
      start(waiting.splice(next, 1)[0]?.id as string);
    }
    const wanted = failures.length === 0 && !signal.aborted ? missing() : [];
    const mayBegin = underWay.size > 0;
    if (elsewhere === undefined || wanted.length === 0) {
      if (!mayBegin) break;
      await Promise.race(underWay.values());
      continue;
    }
    const ended = new AbortController();
    const change = elsewhere
      .change(wanted, { mayBegin, signal: AbortSignal.any([signal, ended.signal]) })
      .catch((error: unknown): string[] => (failures.push(error), []));
    const found = await Promise.race([change, ...[...underWay.values()].map((one) => one.then((): string[] => []))]);
    ended.abort();
    await change;
    if (found === undefined) break;
    for (const id of found) done.add(id);
  }
  if (failures.length > 0) throw failures[0];
  return waiting.map(({ id, dependsOn }) => ({
    agent: id,
    waitsFor: dependsOn.filter((dependency) => !done.has(dependency)),
  }));
}
