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
  readonly maxParallel: number;
  readonly run: (id: string) => Promise<Ending>;
  /** When it is aborted nothing more is started. */
  readonly signal: AbortSignal;
}

/** Why an agent that was to run was not started. */
export interface NotStarted {
  readonly agent: string;
  /** The agents it waits for in vain; empty when the run was interrupted. */
  readonly waitsFor: readonly string[];
}

/**
 * Runs agents as soon as all that they depend on are done, at most so many at once. Of those that could start, the one with the longest
 * chain behind it goes first. What depends on one that did not end well is not started. A failure of `run` itself is thrown, after
 * those under way have ended.
 */
export async function runInOrder(options: RunInOrderOptions): Promise<readonly NotStarted[]> {
  const { agents, chosen, maxParallel, run, signal } = options;
  const done = new Set(options.done);
  const remaining = remainingMinutes(agents);
  const waiting = agents
    .filter(({ id }) => chosen.has(id))
    .sort((one, other) => (remaining.get(other.id) ?? 0) - (remaining.get(one.id) ?? 0));
  const underWay = new Map<string, Promise<void>>();
  const failures: unknown[] = [];

  const start = (id: string): void => {
    const ended = run(id)
      .then((ending) => void (ending === 'done' && done.add(id)))
      .catch((error: unknown) => void failures.push(error))
      .finally(() => underWay.delete(id));
    underWay.set(id, ended);
  };
  for (;;) {
    while (underWay.size < Math.max(1, maxParallel) && !signal.aborted && failures.length === 0) {
      const next = waiting.findIndex(({ dependsOn }) => dependsOn.every((id) => done.has(id)));
      if (next === -1) break;
      start(waiting.splice(next, 1)[0]?.id as string);
    }
    if (underWay.size === 0) break;
    await Promise.race(underWay.values());
  }
  if (failures.length > 0) throw failures[0];
  return waiting.map(({ id, dependsOn }) => ({
    agent: id,
    waitsFor: dependsOn.filter((dependency) => !done.has(dependency)),
  }));
}
