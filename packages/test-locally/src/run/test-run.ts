import type { Attempt, Coverage, RunnerName } from '../runners/runner.ts';
import type { Selection } from '../selection/selection.ts';

export type TestStatus = 'passed' | 'failed' | 'flaky' | 'skipped' | 'todo';

/** One test, with every outcome that it had. */
export interface TestCase {
  readonly package: string;
  readonly runner: RunnerName;
  /** From the top of the repository; undefined when the runner does not say. */
  readonly file?: string | undefined;
  /** From the outermost group to the test, joined by ` › `. */
  readonly name: string;
  readonly line?: number | undefined;
  /** `flaky`: it passed and failed, with the same code. */
  readonly status: TestStatus;
  /** In order; empty for a test that was skipped. */
  readonly attempts: readonly Attempt[];
  /** Milliseconds of the last attempt. */
  readonly duration?: number | undefined;
}

/** What one test file came to. */
export interface FileOutcome {
  readonly path: string;
  readonly package: string;
  readonly runner: RunnerName;
  /**
   * `not-run`: it was chosen and its runner did not run it; `empty`: it ran and had no test; `no-test`: it looks like a test by its
   * name, and its runner, which decides, does not take it for one.
   */
  readonly status: 'passed' | 'failed' | 'flaky' | 'skipped' | 'empty' | 'no-test' | 'not-run';
  /** Why it was chosen. */
  readonly reason: string;
  readonly tests: number;
  /** Milliseconds of all its tests; undefined when its runner does not measure them. */
  readonly duration?: number | undefined;
}

/** One process of a runner. */
export interface Process {
  readonly runner: RunnerName;
  readonly packages: readonly string[];
  /** Undefined when the runner itself chose. */
  readonly files: number | undefined;
  /** 1 for the first, more for tests that were tried again. */
  readonly attempt: number;
  readonly exitCode: number | undefined;
  /** Milliseconds. */
  readonly duration: number;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly flaky: number;
  readonly skipped: number;
  readonly todo: number;
}

export interface TestRun {
  readonly kind: 'tests';
  readonly selection: Selection;
  /** Only named, not run. */
  readonly listed: boolean;
  readonly shard?: string | undefined;
  /** How many rounds were run; more than one with --repeat. */
  readonly rounds: number;
  /** The random order of each round, where there was one. */
  readonly seeds: readonly number[];
  readonly counts: Counts;
  readonly files: readonly FileOutcome[];
  /** All tests; in the order of their files. */
  readonly tests: readonly TestCase[];
  readonly slowest: readonly { readonly name: string; readonly file?: string | undefined; readonly duration: number }[];
  readonly coverage: readonly { readonly packages: readonly string[]; readonly coverage: Coverage }[];
  readonly processes: readonly Process[];
  /** What went wrong besides tests that failed: a runner that crashed, ended with failure for no test's sake, or left no result. */
  readonly problems: readonly { readonly package: string; readonly problem: string; readonly output: string }[];
  /** Packages without any test command, of those that were to be tested. */
  readonly untested: readonly string[];
  /** Files that were written. */
  readonly reports: readonly string[];
  /** Commands for GitHub's log; empty elsewhere. */
  readonly annotations: readonly string[];
  /** Milliseconds, of all rounds. */
  readonly duration: number;
}
