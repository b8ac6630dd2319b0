import { importGraph, isScriptLanguage } from '@cdev/code-graph';
import type { TestFile } from '../project/list-test-files.ts';
import type { TestProject } from '../project/test-package.ts';
import { programUsers, readTestTexts } from './program-users.ts';
import { reach, type Step } from './reach.ts';
import { readersOf } from './readers-of.ts';
import type { Change } from './selection.ts';

export interface ReachedTests {
  /** Every file that the changes reach, with the step that led to it. */
  readonly reached: ReadonlyMap<string, Step>;
  /** Changed data that something will read, and nothing says what. */
  readonly unknown: readonly Change[];
  /** Whether any way leads from this one change to a test. */
  readonly reachesTest: (change: Change) => boolean;
}

/** Follows changed contents to tests: through imports, through programs that tests start, and through files that tests name. */
export async function reachTests(
  project: TestProject,
  tests: readonly TestFile[],
  changes: readonly Change[],
): Promise<ReachedTests> {
  const graph = await importGraph(project.inventory);
  const read = await readTestTexts(project, tests);
  const known = new Map(project.inventory.files.map(({ path, language }) => [path, language]));
  // Imports of other languages lead to programs, and to no test: who reads them is asked as of data.
  const isImported = (path: string): boolean =>
    graph.importersOf(path).some((user) => isScriptLanguage(known.get(user) ?? ''));
  const isTest = new Set(tests.map(({ path }) => path));
  const readers = new Map<string, readonly { path: string; how: string }[]>();
  const unknown: Change[] = [];
  for (const change of changes) {
    if (isTest.has(change.path) || isImported(change.path)) continue;
    const found = readersOf(project, read, change);
    if (found === 'unknown') unknown.push(change);
    else readers.set(change.path, found);
  }
  const starts = programUsers(project, graph, read);
  const follow = (some: readonly Change[]): ReadonlyMap<string, Step> =>
    reach({
      graph,
      changed: some.filter(({ path, status }) => status !== 'deleted' && known.has(path)).map(({ path }) => path),
      deleted: some.filter(({ status }) => status === 'deleted').map(({ path }) => path),
      otherUsers: (path) => [...(readers.get(path) ?? []), ...starts(path)],
    });
  return {
    reached: follow(changes),
    unknown,
    reachesTest: (change) => [...follow([change]).keys()].some((path) => isTest.has(path)),
  };
}
