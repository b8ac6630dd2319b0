import { isTestFile, type InventoryFile } from '@cdev/code-graph';
import type { RunnerName } from '../runners/runner.ts';
import { runners } from '../runners/runners.ts';
import { packageOf, type TestPackage, type TestProject } from './test-package.ts';

export interface TestFile {
  /** From the top of the repository. */
  readonly path: string;
  readonly package: TestPackage;
  /** Which of the package's calls take it; their places in `package.calls`. */
  readonly calls: readonly number[];
}

/** Runners that are themselves the judge of what is a test of theirs; for them custom tells candidates. */
export const judges: ReadonlySet<RunnerName> = new Set(['jest', 'vitest', 'playwright', 'ava', 'tap']);
const code = /\.(?:[cm]?[jt]sx?)$/;

/** The test files of all packages, sorted by path; of runners that judge themselves, what looks like one. */
export async function listTestFiles(project: TestProject): Promise<readonly TestFile[]> {
  const predicates = new Map<TestPackage, readonly ((relative: string) => boolean)[]>();
  for (const one of project.packages) {
    const ofCalls = one.calls.map(async (call) => (await runners[call.runner].isTest?.(call)) ?? (() => false));
    predicates.set(one, await Promise.all(ofCalls));
  }
  return project.inventory.files.filter(canBeTest).flatMap((file): TestFile[] => {
    const owner = packageOf(project, file.path);
    if (!owner) return [];
    const relative = file.path.slice(owner.path.length);
    const calls = (predicates.get(owner) ?? []).flatMap((isTest, index) => {
      const isJudge = judges.has(owner.calls[index]?.runner ?? 'other');
      const isTypes = /\.test-d\.[cm]?tsx?$/.test(file.path) && !owner.calls[index]?.args.includes('--typecheck');
      return (!isJudge || (isTestFile(file.path) && !isTypes)) && isTest(relative) ? [index] : [];
    });
    return calls.length === 0 ? [] : [{ path: file.path, package: owner, calls }];
  });
}

function canBeTest({ path, isGenerated, isBinary, isLink }: InventoryFile): boolean {
  return code.test(path) && !/\.d\.[cm]?ts$/.test(path) && !isGenerated && !isBinary && !isLink;
}
