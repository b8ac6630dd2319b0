import { join } from 'node:path';
import type { TestProject } from '../project/test-package.ts';
import type { RunnerCall } from '../runners/runner.ts';
import { runners } from '../runners/runners.ts';
import type { Selection } from '../selection/selection.ts';
import { findOptionalProgram } from '../runners/find-program.ts';
import type { TestFile } from '../project/list-test-files.ts';

/** One process that is to be started. */
export interface PlannedProcess {
  readonly calls: readonly RunnerCall[];
  /** From the top of the repository; undefined runs what the command itself would. */
  readonly files: readonly string[] | undefined;
}

export interface PlanOptions {
  readonly project: TestProject;
  readonly tests: readonly TestFile[];
  readonly selection: Selection;
  /** Only these of the chosen files, in this order; default: all. */
  readonly files?: readonly string[] | undefined;
  /** Tests that look at the current folder need a process that starts in their package's. */
  readonly needsOwnFolder: (path: string) => boolean;
}

/**
 * As few processes as the runners allow: packages whose calls differ in nothing else share one, since start-up is what costs. A package
 * whose tests use the current folder gets its own.
 */
export function planProcesses({
  project,
  tests,
  selection,
  files,
  needsOwnFolder,
}: PlanOptions): readonly PlannedProcess[] {
  const order = files ?? selection.files.map(({ path }) => path);
  const byPath = new Map(tests.map((test) => [test.path, test]));
  const whole = new Set(files === undefined ? selection.wholePackages.map((one) => one.package) : []);
  const shared = new Map<string, { calls: RunnerCall[]; files: string[] }>();
  const alone: PlannedProcess[] = [];
  for (const owner of project.packages.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    for (const [index, call] of owner.calls.entries()) {
      const own = order.filter((path) => {
        const test = byPath.get(path);
        return test?.package === owner && test.calls.includes(index);
      });
      // Its files are not known, so all that can be done is to run the command as it is.
      const isListed = tests.some((test) => test.package === owner && test.calls.includes(index));
      if (!isListed && whole.has(owner.name)) alone.push({ calls: [call], files: undefined });
      if (own.length === 0) continue;
      if (!runners[call.runner].severalPackages || own.some(needsOwnFolder)) {
        alone.push({ calls: [call], files: own });
        continue;
      }
      const key = keyOf(call);
      const group = shared.get(key) ?? { calls: [], files: [] };
      shared.set(key, { calls: [...group.calls, call], files: [...group.files, ...own] });
    }
  }
  return [...shared.values(), ...alone];
}

/** What has to be the same for two packages to share a process: the program itself too. */
function keyOf({ runner, folder, env, nodeArgs, args, wrapper }: RunnerCall): string {
  const found = runner === 'jest' || runner === 'vitest' ? findOptionalProgram(folder, runner) : undefined;
  // vitest knows projects of one configuration since 3.2.
  const program = runner === 'vitest' && (found?.major ?? 0) < 4 ? folder : found?.version;
  return JSON.stringify([runner, env, nodeArgs, args, wrapper, program]);
}

export function absolute(root: string, files: readonly string[] | undefined): readonly string[] | undefined {
  return files?.map((path) => join(root, path));
}
