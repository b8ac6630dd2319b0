/** One test file of one package, as it ended. */
export interface Suite {
  readonly package: string;
  /** Relative to the package. */
  readonly file: string;
  readonly passed: number;
  /** A file that could not be run at all counts as one failed test. */
  readonly failed: number;
  readonly skipped: number;
  /** Milliseconds. */
  readonly duration: number;
}

/** What jest writes with --json, as far as it is read here. */
export interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** The suites of one package's result. Its file names are absolute, and of another folder when the result comes from a cache. */
export function suitesOf(packageName: string, { testResults }: JestResult): readonly Suite[] {
  return testResults
    .map(({ name, status, startTime, endTime, assertionResults }) => {
      const count = (wanted: string): number => assertionResults.filter((test) => test.status === wanted).length;
      const [passed, failed] = [count('passed'), count('failed')];
      return {
        package: packageName,
        file: name.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, ''),
        passed,
        failed: failed === 0 && status === 'failed' ? 1 : failed,
        skipped: assertionResults.length - passed - failed,
        duration: endTime - startTime,
      };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
