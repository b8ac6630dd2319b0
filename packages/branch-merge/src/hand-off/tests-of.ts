import type { HandOffTest } from './hand-off.ts';

/** From here on a test is likely to be about a file: it is named alike, or after a part of its name. */
const leastScore = 0.5;

export interface TestsOfOptions {
  readonly paths: readonly string[];
  /** Where tests are looked for: each side may have brought its own. */
  readonly commits: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** Test files that are about any of the paths, or among them, by their names. None where the commits cannot be read. */
export async function testsOf(folder: string, { paths, commits, signal }: TestsOfOptions): Promise<HandOffTest[]> {
  // Loaded only where a task is written: a merge driver starts for every file.
  const { readInventory, testPairs } = await import('@cdev/code-graph');
  const tests = new Map<string, Set<string>>();
  const add = (test: string, source: string): void => {
    tests.set(test, (tests.get(test) ?? new Set()).add(source));
  };
  for (const commit of new Set(commits)) {
    const inventory = await readInventory(folder, { commit, signal }).catch(() => undefined);
    signal?.throwIfAborted();
    if (inventory === undefined) continue;
    for (const { test, source, score } of testPairs(inventory)) {
      if (score >= leastScore && paths.includes(source)) add(test, source);
      if (paths.includes(test)) add(test, source);
    }
  }
  return [...tests].sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, sources]) => ({ path, about: [...sources] }));
}
