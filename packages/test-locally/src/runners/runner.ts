/** A test runner that this script can drive. `other`: one that is not known; its command is run whole and its output is counted. */
export type RunnerName = 'jest' | 'vitest' | 'mocha' | 'node:test' | 'ava' | 'tap' | 'playwright' | 'other';

/** How a package calls a runner, as its manifest says. */
export interface RunnerCall {
  readonly runner: RunnerName;
  /** Name of the package, or its folder where it has none. */
  readonly package: string;
  /** Absolute. */
  readonly folder: string;
  /** Variables that the script sets. */
  readonly env: Readonly<Record<string, string>>;
  /** Options for Node itself, such as `--import tsx`. */
  readonly nodeArgs: readonly string[];
  /** Options of the runner that stay; reporters, coverage and watching are this script's business. */
  readonly args: readonly string[];
  /** Files and patterns that the script names; what they mean is the runner's custom. */
  readonly specs: readonly string[];
  /** A program of the project that starts the runner and passes its arguments on. */
  readonly wrapper?: string | undefined;
  /** The script as it stands in the manifest, for `other`. */
  readonly script: string;
  /** Such as `package.json scripts.test`. */
  readonly foundIn: string;
}

export interface RunRequest {
  /** Calls that differ in nothing but their package; more than one only where the runner is `severalPackages`. */
  readonly calls: readonly RunnerCall[];
  /** Top of the repository. Absolute. */
  readonly root: string;
  /** Absolute test files; undefined runs whatever the project's own command would. */
  readonly files: readonly string[] | undefined;
  /** A folder of this run alone, for results and generated configuration. */
  readonly scratch: string;
  readonly coverage: boolean;
  /** Runs tests in a random order that this number gives, where the runner can. */
  readonly seed?: number | undefined;
  /** Ends at the first failure, where the runner can. */
  readonly bail: boolean;
}

export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface RunnerOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | undefined;
}

/** One test as a runner told of it. */
export interface RawTest {
  /** Absolute; undefined when the runner does not say. */
  readonly file?: string | undefined;
  /** From the outermost group to the test. */
  readonly titles: readonly string[];
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'todo';
  /** Milliseconds. */
  readonly duration?: number | undefined;
  readonly failure?: string | undefined;
  /** 1-based. */
  readonly line?: number | undefined;
  /** Outcomes before the last one, where the runner itself tried again. */
  readonly earlier?: readonly Attempt[] | undefined;
}

export interface Attempt {
  readonly outcome: 'passed' | 'failed';
  readonly duration?: number | undefined;
  readonly failure?: string | undefined;
}

/** Percentages of the project's own code. */
export interface Coverage {
  readonly lines?: number | undefined;
  readonly branches?: number | undefined;
  readonly functions?: number | undefined;
  readonly statements?: number | undefined;
}

export interface RawResult {
  readonly tests: readonly RawTest[];
  /** Files that ran, tests in them or not; absolute. */
  readonly files: readonly string[];
  readonly coverage?: Coverage | undefined;
  /** It gave up before all files had their turn. */
  readonly isCutShort?: boolean | undefined;
}

/** How one runner is driven. */
export interface Runner {
  readonly name: RunnerName;
  /** One process may serve several packages. */
  readonly severalPackages: boolean;
  /** Options that take a value as a word of its own. */
  readonly valueOptions: ReadonlySet<string>;
  /** Options of a script that this script replaces by its own; those with a value lose it too. */
  readonly replacedOptions: RegExp;
  /**
   * Which of the package's files are its tests. `relative` are paths from the package's folder. Undefined: the runner itself is the
   * judge, and files that it does not take are told as not run.
   */
  readonly isTest?: (call: RunnerCall) => Promise<(relative: string) => boolean>;
  /** @throws CDEV_E_TEST_LOCALLY_RUNNER_MISSING and others when it cannot be started as asked */
  readonly invoke: (request: RunRequest) => Promise<Invocation>;
  /** Undefined when there is no result that can be read. */
  readonly read: (request: RunRequest, output: RunnerOutput) => Promise<RawResult | undefined>;
}
