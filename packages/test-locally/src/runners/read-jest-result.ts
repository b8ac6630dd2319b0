import { isRecord } from '../project/manifest.ts';
import type { RawResult, RawTest } from './runner.ts';

/** The JSON that jest writes with `--json`, and vitest in the same form. Undefined when it is something else. */
export function readJestResult(document: unknown): RawResult | undefined {
  if (!isRecord(document) || !Array.isArray(document['testResults'])) return undefined;
  const suites = document['testResults'].filter(isRecord);
  return {
    tests: suites.flatMap(testsOf),
    files: suites.flatMap(({ name }) => (typeof name === 'string' ? [name] : [])),
  };
}

function testsOf(suite: Readonly<Record<string, unknown>>): RawTest[] {
  const file = textOf(suite['name']);
  const found = Array.isArray(suite['assertionResults']) ? suite['assertionResults'].filter(isRecord) : [];
  const tests = found.map((test): RawTest => {
    const outcome = outcomeOf(test['status']);
    const { location } = test;
    return {
      file,
      titles: [...textsOf(test['ancestorTitles']), textOf(test['title']) ?? ''],
      outcome,
      duration: typeof test['duration'] === 'number' ? test['duration'] : undefined,
      ...(outcome === 'failed' && { failure: textsOf(test['failureMessages']).join('\n') }),
      line: isRecord(location) && typeof location['line'] === 'number' ? location['line'] : undefined,
      // jest keeps what went wrong in the attempts before the last.
      earlier: textsOf(test['retryReasons']).map((failure) => ({ outcome: 'failed' as const, failure })),
    };
  });
  // A file that cannot be loaded has no tests and a message.
  if (suite['status'] === 'failed' && !tests.some(({ outcome }) => outcome === 'failed'))
    return [
      ...tests,
      { file, titles: ['the file could not be run'], outcome: 'failed', failure: textOf(suite['message']) },
    ];
  return tests;
}

function outcomeOf(status: unknown): RawTest['outcome'] {
  if (status === 'passed' || status === 'failed') return status;
  return status === 'todo' ? 'todo' : 'skipped';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
