import type { Context, Outcome } from '@cdev/core/cli';
import { errors } from './errors.ts';
import { parseShard } from './history/shard-files.ts';
import { runSelection } from './run/run-selection.ts';
import type { TestRun } from './run/test-run.ts';
import { selectTests, type SelectOptions } from './selection/select-tests.ts';

export interface TestLocallyOptions extends SelectOptions {
  /** Says what would run, and runs nothing. */
  readonly list: boolean;
  readonly coverage: boolean;
  /** `2/5`. */
  readonly shard?: string | undefined;
  /** A history that all shards read; without it they are balanced by the sizes of the files. */
  readonly durations?: string | undefined;
  readonly retry: number;
  readonly repeat: number;
  readonly untilFail: boolean;
  readonly seed?: number | undefined;
  readonly shuffle: boolean;
  readonly bail: boolean;
  /** A test that passed and failed is a finding even if it passed in the end. */
  readonly failOnFlaky: boolean;
  /** Files to write, from the current folder. */
  readonly junit?: string | undefined;
  readonly summary?: string | undefined;
  /** How many of the slowest tests are named. */
  readonly slowest: number;
  readonly passWithNoTests: boolean;
  /** Milliseconds that one process of a runner may take. */
  readonly timeLimit: number;
  /** Processes at a time; undefined lets the machine decide. */
  readonly concurrency?: number | undefined;
  /** Leaves out the scripts that a package manager runs before the test script. */
  readonly withoutPretest: boolean;
}

/**
 * Chooses tests and runs them. `findings`: a test failed, something could not be run, or nothing ran (unless `passWithNoTests`).
 * @throws CDEV_E_TEST_LOCALLY_*, CDEV_E_GIT_*, CDEV_E_SUBPROCESS_CANCELLED
 */
export async function testLocally(options: TestLocallyOptions, context: Context): Promise<Outcome<TestRun>> {
  assertPossible(options);
  const task = context.progress.begin('Choosing tests');
  const selected = await selectTests(options, context).catch((error: unknown) => {
    task.failed();
    throw error;
  });
  const { files, wholePackages } = selected.selection;
  task.done(
    `${files.length} ${files.length === 1 ? 'file' : 'files'}${wholePackages.length === 0 ? '' : `, ${wholePackages.length} whole`}`,
  );
  const result = await runSelection(selected, options, context);
  return { result, status: isGood(result, options) ? 'ok' : 'findings' };
}

/** Nothing that ran is no success, and neither is a part that did not run. */
export function isGood(
  { counts, problems, files, rounds, listed }: TestRun,
  { passWithNoTests, failOnFlaky }: Pick<TestLocallyOptions, 'passWithNoTests' | 'failOnFlaky'>,
): boolean {
  if (listed) return files.length > 0 || passWithNoTests;
  const missed = files.some(({ status }) => status === 'not-run');
  const unsteady = counts.flaky > 0 && (failOnFlaky || rounds > 1);
  if (counts.failed > 0 || problems.length > 0 || unsteady) return false;
  const ran = counts.passed + counts.flaky > 0;
  if (!ran) return passWithNoTests && !missed;
  return !missed;
}

function assertPossible(options: TestLocallyOptions): void {
  const { retry, repeat, untilFail, concurrency, shard, names, all, since, script, slowest } = options;
  const number = (option: string, value: number, [least, most]: readonly [number, number]): void => {
    if (!Number.isInteger(value) || value < least || value > most)
      throw errors.make('CDEV_E_TEST_LOCALLY_NUMBER_INVALID', {
        option,
        value: String(value),
        range: `a whole number from ${least} to ${most}`,
      });
  };
  number('--retry', retry, [0, 20]);
  number('--repeat', repeat, [1, 10_000]);
  number('--slowest', slowest, [0, 1000]);
  if (concurrency !== undefined) number('--concurrency', concurrency, [1, 64]);
  if (options.seed !== undefined) number('--seed', options.seed, [0, 2_147_483_647]);
  if (shard !== undefined) parseShard(shard);
  const contradict = (problem: string, step: string): never => {
    throw errors.make('CDEV_E_TEST_LOCALLY_OPTIONS_CONTRADICT', { problem, step });
  };
  if (all && since !== undefined)
    contradict('--all runs everything, so --since has nothing to say', 'Leave one of them out');
  if (names.length > 0 && (all || since !== undefined || script !== undefined))
    contradict('Tests that are named run whatever changed', 'Leave out the names, or --all, --since and --script');
  if (retry > 0 && (repeat > 1 || untilFail))
    contradict(
      '--retry hides what --repeat looks for',
      'Use --repeat to find flaky tests and --retry to live with them',
    );
}
