import { stripVTControlCharacters } from 'node:util';

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
  readonly failures: readonly Failure[];
}

/** One failed test, or a file that could not be run: its title is then absent. */
export interface Failure {
  readonly title?: string;
  /** What the runner said of it, colours taken out. */
  readonly message: string;
}

/** What jest writes with --json, as far as it is read here. */
export interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    /** Why a file could not be run. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName?: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

/** The suites of one package's result. Its file names are absolute, and of another folder when the result comes from a cache. */
export function suitesOf(packageName: string, { testResults }: JestResult): readonly Suite[] {
  return testResults
    .map(({ name, status, startTime, endTime, message = '', assertionResults }) => {
      const count = (wanted: string): number => assertionResults.filter((test) => test.status === wanted).length;
      const passed = count('passed');
      const failures: Failure[] = assertionResults
        .filter((test) => test.status === 'failed')
        .map(({ fullName = '', failureMessages = [] }) => ({
          title: fullName,
          message: stripVTControlCharacters(failureMessages.join('\n')),
        }));
      if (failures.length === 0 && status === 'failed') failures.push({ message: stripVTControlCharacters(message) });
      return {
        package: packageName,
        file: name.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, ''),
        passed,
        failed: failures.length,
        skipped: assertionResults.length - passed - count('failed'),
        duration: endTime - startTime,
        failures,
      };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
