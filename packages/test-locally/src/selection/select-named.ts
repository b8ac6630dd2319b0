import { relative, resolve, sep } from 'node:path';
import picomatch from 'picomatch';
import type { TestFile } from '../project/list-test-files.ts';
import type { TestProject } from '../project/test-package.ts';
import { reachTests } from './reach-tests.ts';
import { wayTo } from './reach.ts';
import type { ChosenFile, Selection } from './selection.ts';

export interface NamedOptions {
  readonly cwd: string;
  /** Test files, folders, patterns, sources (for the tests that reach them), or parts of a path. */
  readonly names: readonly string[];
}

/** The test files that names mean. A name that means none is told in `ignored`. */
export async function selectNamed(
  project: TestProject,
  tests: readonly TestFile[],
  { cwd, names }: NamedOptions,
): Promise<Selection> {
  const reasons = new Map<string, string>();
  const ignored: { path: string; reason: string }[] = [];
  const sources: string[] = [];
  const known = new Set(project.inventory.files.map(({ path }) => path));
  for (const name of names) {
    const path = relative(project.root, resolve(cwd, name)).split(sep).join('/');
    const matching = tests.filter(matcher(path, name)).map((test) => test.path);
    if (matching.length > 0) for (const test of matching) reasons.set(test, `named: ${name}`);
    else if (known.has(path)) sources.push(path);
    else ignored.push({ path: name, reason: 'no test file has this name' });
  }
  if (sources.length > 0) {
    const { reached, reachesTest } = await reachTests(
      project,
      tests,
      sources.map((path) => ({ path, status: 'modified' })),
    );
    for (const { path } of tests) {
      if (reached.has(path) && !reasons.has(path))
        reasons.set(path, wayTo(reached, path).replace(/changed$/, 'is named'));
    }
    for (const path of sources)
      if (!reachesTest({ path, status: 'modified' })) ignored.push({ path, reason: 'no test reaches it' });
  }
  const files = tests.flatMap(({ path, package: owner }): ChosenFile[] => {
    const reason = reasons.get(path);
    return reason === undefined ? [] : [{ path, package: owner.name, reason }];
  });
  return { mode: 'named', changes: [], ignored, files, wholePackages: [] };
}

function matcher(path: string, name: string): (test: TestFile) => boolean {
  if (/[*?{[]/.test(name)) {
    const isMatch = picomatch(path, { dot: true });
    return (test) => isMatch(test.path);
  }
  if (path === '') return () => true;
  // A part of a path is what is left when it is no place on disk.
  return (test) =>
    test.path === path || test.path.startsWith(`${path}/`) || (!/^\.{0,2}\//.test(name) && test.path.includes(name));
}
