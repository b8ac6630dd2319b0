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
  /** CPU seconds, with those of the programs that it started; undefined where that cannot be told. */
  readonly cpu?: number | undefined;
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

/** What the reporter of jest-config notes of one package: CPU seconds. */
export interface CpuNote {
  readonly total: number;
  /** Relative to the package. */
  readonly files: Readonly<Record<string, number>>;
}

/** The suites of one package's result. Its file names are absolute, and of another folder when the result comes from a cache. */
export function suitesOf(packageName: string, { testResults }: JestResult, cpu?: CpuNote): readonly Suite[] {
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
      const file = name.replaceAll('\\', '/').replace(/^.*\/(?=test\/)/, '');
      return {
        package: packageName,
        file,
        passed,
        failed: failures.length,
        skipped: assertionResults.length - passed - count('failed'),
        duration: endTime - startTime,
        cpu: cpu?.files[file],
        failures,
      };
    })
    .toSorted((a, b) => (a.file < b.file ? -1 : 1));
}
