import { relative, sep } from 'node:path';
import { stripControl } from '@cdev/core/log';
import { redact } from '@cdev/core/log';
import type { Attempt, RawTest } from '../runners/runner.ts';
import type { EndedProcess } from './run-process.ts';
import type { TestCase } from './test-run.ts';

/** Gathers the outcomes of tests over attempts and rounds; both outcomes of a flaky test stay. */
export interface Record {
  readonly add: (ended: EndedProcess, round: number) => void;
  readonly tests: () => readonly TestCase[];
  /** Files with a test whose last outcome is a failure. */
  readonly failedFiles: () => readonly string[];
  /** Files that some runner ran, tests in them or not. */
  readonly ran: ReadonlySet<string>;
}

interface Entry {
  readonly test: Omit<TestCase, 'status' | 'attempts' | 'duration'>;
  readonly attempts: Attempt[];
  /** The last outcome of each round. */
  readonly last: Map<number, RawTest['outcome']>;
}

export function createRecord(root: string, packageOfFile: (path: string) => string | undefined): Record {
  const entries = new Map<string, Entry>();
  const ran = new Set<string>();
  const pathOf = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : relative(root, file).split(sep).join('/');

  function add({ planned, facts, result }: EndedProcess, round: number): void {
    for (const file of result?.files ?? []) ran.add(pathOf(file) as string);
    const sameName = new Map<string, number>();
    for (const raw of result?.tests ?? []) {
      const file = pathOf(raw.file);
      const owner = (file === undefined ? undefined : packageOfFile(file)) ?? facts.packages[0] ?? '';
      const name = clean(raw.titles.join(' › ')) || '(without a name)';
      const plain = JSON.stringify([owner, facts.runner, planned.calls[0]?.foundIn, file, name]);
      // Tests may share a name; they keep their order.
      const nth = (sameName.get(plain) ?? 0) + 1;
      sameName.set(plain, nth);
      const entry: Entry = entries.get(`${plain}${nth}`) ?? {
        test: { package: owner, runner: facts.runner, ...(file !== undefined && { file }), name, line: raw.line },
        attempts: [],
        last: new Map(),
      };
      entries.set(`${plain}${nth}`, entry);
      for (const attempt of raw.earlier ?? []) entry.attempts.push(cleanAttempt(attempt));
      if (raw.outcome === 'passed' || raw.outcome === 'failed')
        entry.attempts.push(cleanAttempt({ outcome: raw.outcome, duration: raw.duration, failure: raw.failure }));
      entry.last.set(round, raw.outcome);
    }
  }

  return {
    add,
    ran,
    tests: () => [...entries.values()].map(caseOf),
    failedFiles: () => {
      const failed = [...entries.values()].filter(({ last }) => [...last.values()].at(-1) === 'failed');
      return [...new Set(failed.flatMap(({ test: { file } }) => (file === undefined ? [] : [file])))];
    },
  };
}

function caseOf({ test, attempts, last }: Entry): TestCase {
  const outcomes = new Set(attempts.map(({ outcome }) => outcome));
  const final = [...last.values()].at(-1);
  const status =
    outcomes.size === 0 ? (final === 'todo' ? 'todo' : 'skipped') : outcomes.size === 2 ? 'flaky' : [...outcomes][0];
  return { ...test, status: status as TestCase['status'], attempts, duration: attempts.at(-1)?.duration };
}

function cleanAttempt({ outcome, duration, failure }: Attempt): Attempt {
  return {
    outcome,
    ...(duration !== undefined && { duration: Math.round(duration * 10) / 10 }),
    ...(failure !== undefined && { failure: clean(failure) }),
  };
}

/** Titles and messages come from the project's tests. */
function clean(text: string): string {
  return redact(stripControl(text)).trim();
}
