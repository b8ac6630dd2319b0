import type { PastRun } from '../history/durations.ts';
import { judges } from '../project/list-test-files.ts';
import type { SelectedTests } from '../selection/select-tests.ts';
import type { FailedBefore } from './run-before.ts';
import type { TestsRun } from './run-tests.ts';
import type { FileOutcome, TestCase, TestRun } from './test-run.ts';

export interface Summary {
  readonly chosen: SelectedTests;
  readonly options: { readonly shard?: string | undefined; readonly slowest: number; readonly bail: boolean };
  readonly untested: readonly string[];
  readonly listed: boolean;
  readonly run?: TestsRun;
  readonly before?: readonly FailedBefore[];
  readonly duration: number;
}

/** All that a run came to, as data. */
export function summarise({ chosen, options, untested, listed, run, before = [], duration }: Summary): TestRun {
  const { selection } = chosen;
  // Runners end in any order; sorting is stable, so tests of one file keep theirs.
  const tests = (run?.record.tests() ?? []).toSorted((a, b) => order(a.file ?? a.package, b.file ?? b.package));
  const count = (status: TestCase['status']): number => tests.filter((test) => test.status === status).length;
  const ended = run?.ended ?? [];
  return {
    kind: 'tests',
    selection,
    listed,
    ...(options.shard !== undefined && { shard: options.shard }),
    rounds: run?.rounds ?? 0,
    seeds: run?.seeds ?? [],
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      flaky: count('flaky'),
      skipped: count('skipped'),
      todo: count('todo'),
    },
    files: listed ? listedFiles(chosen) : fileOutcomes(chosen, { tests, run, bail: options.bail }),
    tests,
    slowest: slowestOf(tests, options.slowest),
    coverage: coverageOf(ended),
    processes: ended.map(({ facts }) => facts),
    problems: [
      ...before,
      ...ended.flatMap(({ problem, facts, output }) =>
        problem === undefined
          ? []
          : [{ package: facts.packages.join(', '), problem: `${facts.runner}: ${problem}`, output }],
      ),
    ],
    untested,
    reports: [],
    annotations: [],
    duration: Math.round(duration),
  };
}

function listedFiles({ selection, tests }: SelectedTests): FileOutcome[] {
  const runners = new Map(
    tests.map(({ path, package: owner, calls }) => [path, owner.calls[calls[0] ?? 0]?.runner ?? 'other'] as const),
  );
  return selection.files.map(({ path, package: owner, reason }) => ({
    path,
    package: owner,
    runner: runners.get(path) ?? 'other',
    status: 'not-run',
    reason,
    tests: 0,
  }));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Found {
  readonly tests: readonly TestCase[];
  readonly run: TestsRun | undefined;
  readonly bail: boolean;
}

function fileOutcomes(chosen: SelectedTests, { tests, run, bail }: Found): FileOutcome[] {
  const unused = unusedFiles(run, bail);
  const byFile = Map.groupBy(
    tests.filter(({ file }) => file !== undefined),
    ({ file }) => file as string,
  );
  const listed = listedFiles(chosen).map((file): FileOutcome => {
    const own = byFile.get(file.path) ?? [];
    if (own.length > 0) return { ...file, ...outcomeOf(own) };
    const status = run?.record.ran.has(file.path) ? 'empty' : (unused.get(file.path) ?? 'not-run');
    return { ...file, status };
  });
  const known = new Set(listed.map(({ path }) => path));
  // Files that a runner chose by itself.
  const others = [...byFile].flatMap(([path, own]): FileOutcome[] => {
    const [first] = own;
    if (known.has(path) || !first) return [];
    const whole = chosen.selection.wholePackages.find((one) => one.package === first.package);
    return [{ path, package: first.package, reason: whole?.reason ?? 'chosen by its runner', ...outcomeOf(own) }];
  });
  return [...listed, ...others];
}

/** Files that a runner was given and made no test of, though it did its work to the end. */
function unusedFiles(run: TestsRun | undefined, bail: boolean): ReadonlyMap<string, 'empty' | 'no-test'> {
  const unused = new Map<string, 'empty' | 'no-test'>();
  for (const { facts, result, problem, planned } of run?.ended ?? []) {
    const ended =
      result &&
      !result.isCutShort &&
      problem === undefined &&
      !(bail && result.tests.some(({ outcome }) => outcome === 'failed'));
    // Some runners load whatever file they are given, others decide what is a test.
    if (ended) for (const path of planned.files ?? []) unused.set(path, judges.has(facts.runner) ? 'no-test' : 'empty');
  }
  return unused;
}

function outcomeOf(tests: readonly TestCase[]): Pick<FileOutcome, 'runner' | 'status' | 'tests' | 'duration'> {
  const has = (status: TestCase['status']): boolean => tests.some((test) => test.status === status);
  const status = has('failed') ? 'failed' : has('flaky') ? 'flaky' : has('passed') ? 'passed' : 'skipped';
  const times = tests.flatMap(({ duration }) => (duration === undefined ? [] : [duration]));
  const duration = times.length === 0 ? undefined : Math.round(times.reduce((sum, time) => sum + time, 0));
  return { runner: tests[0]?.runner ?? 'other', status, tests: tests.length, duration };
}

/** Of several rounds the last one, which is what lies on the disk. */
function coverageOf(ended: TestsRun['ended']): TestRun['coverage'] {
  const found = ended.flatMap(({ result, facts: { packages }, planned }) =>
    result?.coverage ? [[planned.calls[0], { packages, coverage: result.coverage }] as const] : [],
  );
  return [...new Map(found).values()];
}

function slowestOf(tests: readonly TestCase[], number: number): TestRun['slowest'] {
  return tests
    .filter(({ duration = 0 }) => duration >= 1)
    .toSorted((a, b) => (b.duration ?? 0) - (a.duration ?? 0))
    .slice(0, number)
    .map(({ name, file, duration = 0 }) => ({ name, ...(file !== undefined && { file }), duration }));
}

/** What the history keeps of a run. */
export function pastRunsOf({ files }: TestRun, at: Date): readonly PastRun[] {
  return files.flatMap(({ path, status, duration = 0 }): PastRun[] =>
    status === 'passed' || status === 'failed' || status === 'flaky'
      ? [{ path, at: at.toISOString(), duration, status }]
      : [],
  );
}
