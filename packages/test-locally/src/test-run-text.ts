import { alignColumns, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import { failureLines } from './failure-lines.ts';
import { outcomes } from './report/github.ts';
import type { FileOutcome, TestCase, TestRun } from './run/test-run.ts';
import type { Selection } from './selection/selection.ts';

/** So many files are named one by one; of the rest only those that did not pass. */
const shown = 40;

/** A run as text: what was chosen and why, what each file came to, what failed, and the sum as the last line. */
export function testRunText(run: TestRun, page: Page): string {
  const sections = [
    [selectionLine(run), ...ignoredLines(run.selection, page)],
    fileLines(run, page),
    testLines(
      'Failed',
      run.tests.filter(({ status }) => status === 'failed'),
      page,
    ),
    testLines(
      'Flaky',
      run.tests.filter(({ status }) => status === 'flaky'),
      page,
    ),
    problemLines(run, page),
    slowestLines(run, page),
    coverageLines(run, page),
    run.annotations,
    [sumLine(run, page), ...run.reports.map((file) => page.style.quiet(`Written: ${file}`))],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function selectionLine({ selection, shard }: TestRun): string {
  const { mode, base, changes, reason, files, wholePackages } = selection;
  const whole = wholePackages.length === 0 ? '' : ` and ${plural(wholePackages.length, 'package')} as a whole`;
  const part = shard === undefined ? '' : `, shard ${shard}`;
  const what = `${plural(files.length, 'test file')}${whole}${part}`;
  const since = base && `${base.name} (${base.commit.slice(0, 7)}; ${base.reason})`;
  if (mode === 'all') return `${what} (everything${reason === undefined ? '' : `: ${reason}`})`;
  if (mode === 'named') return `${what}, chosen by name`;
  if (changes.length === 0) return `${what}: nothing changed since ${since}`;
  return `${what} that ${plural(changes.length, 'changed file')} since ${since} ${changes.length === 1 ? 'reaches' : 'reach'}`;
}

function ignoredLines({ ignored }: Selection, { style }: Page): readonly string[] {
  const byReason = Map.groupBy(ignored, ({ reason }) => reason);
  return [...byReason].map(([reason, entries]) => {
    const paths = entries.map(({ path }) => path);
    const more = paths.length > 3 ? ` and ${paths.length - 3} more` : '';
    return style.quiet(`  ${paths.slice(0, 3).join(', ')}${more}: ${reason}`);
  });
}

function fileLines(run: TestRun, page: Page): readonly string[] {
  const { files, listed } = run;
  const { style, columns } = page;
  const visible = files.filter(({ status }) => status !== 'no-test');
  const few =
    listed || visible.length <= shown ? visible : visible.filter((file, at) => at < shown / 2 || !isFine(file));
  // Where one reason holds for all, the first line has told it.
  const isOneReason = run.selection.mode === 'all';
  const rows = few.map((file) => [
    listed ? style.quiet('·') : markOf(file, page),
    file.path,
    listed || file.status === 'not-run'
      ? listed
        ? file.runner
        : style.warning('not run')
      : plural(file.tests, 'test'),
    file.duration === undefined ? '' : style.quiet(formatDuration(file.duration)),
    isOneReason ? '' : style.quiet(file.reason),
  ]);
  const left = visible.length - rows.length;
  const quiet = files.length - visible.length;
  return [
    ...alignColumns(rows, '  ').map((line) => (line.length > columns * 2 ? truncateText(line, columns * 2) : line)),
    ...(left > 0 ? [style.quiet(`  and ${plural(left, 'more file')} that passed`)] : []),
    ...(quiet > 0
      ? [
          style.quiet(
            `  ${plural(quiet, 'file')} beside them ${quiet === 1 ? 'is' : 'are'} no test to ${quiet === 1 ? 'its' : 'their'} runner`,
          ),
        ]
      : []),
  ];
}

function isFine({ status }: FileOutcome): boolean {
  return status === 'passed' || status === 'skipped' || status === 'empty';
}

function markOf({ status }: FileOutcome, { style }: Page): string {
  if (status === 'passed') return style.good('✓');
  if (status === 'failed') return style.bad('✗');
  return status === 'flaky' || status === 'not-run' ? style.warning('!') : style.quiet('–');
}

function testLines(title: string, tests: readonly TestCase[], { style }: Page): readonly string[] {
  if (tests.length === 0) return [];
  const lines = tests.slice(0, 50).flatMap((test) => {
    const place = `${test.file ?? test.package}${test.line === undefined ? '' : `:${test.line}`}`;
    const failure = test.attempts.findLast(({ outcome }) => outcome === 'failed')?.failure ?? '';
    const how = test.attempts.length > 1 ? style.quiet(`  ${outcomes(test)}`) : '';
    const mark = test.status === 'failed' ? style.bad('✗') : style.warning('!');
    return [
      `  ${mark} ${style.name(place)}  ${test.name}${how}`,
      ...failureLines(failure).map((line) => `      ${line}`.trimEnd()),
    ];
  });
  const left = tests.length - 50;
  return [style.title(title), ...lines, ...(left > 0 ? [`  and ${left} more`] : [])];
}

function problemLines({ problems }: TestRun, { style }: Page): readonly string[] {
  if (problems.length === 0) return [];
  return [
    style.title('Problems'),
    ...problems.flatMap(({ package: owner, problem, output }) => [
      `  ${style.bad('✗')} ${style.name(owner)}  ${problem}`,
      ...output
        .split('\n')
        .slice(-12)
        .filter((line) => line.trim() !== '')
        .map((line) => `      ${line}`),
    ]),
  ];
}

function slowestLines({ slowest, tests }: TestRun, { style, columns }: Page): readonly string[] {
  // Of a few tests each is among the slowest.
  if (slowest.length === 0 || tests.length <= slowest.length * 2) return [];
  const rows = slowest.map(({ name, file = '', duration }) => [
    formatDuration(duration),
    truncateText(name, Math.max(20, columns - 50)),
    style.quiet(file),
  ]);
  return [style.title('Slowest'), ...alignColumns(rows, '  ')];
}

function coverageLines({ coverage }: TestRun, { style }: Page): readonly string[] {
  if (coverage.length === 0) return [];
  const percent = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(1)} %`);
  const rows = coverage.map(({ packages, coverage: found }) => [
    packages.length > 3 ? `${packages.length} packages` : packages.join(', '),
    `lines ${percent(found.lines)}`,
    `branches ${percent(found.branches)}`,
    `functions ${percent(found.functions)}`,
  ]);
  return [style.title('Coverage'), ...alignColumns(rows, '  ')];
}

function sumLine(run: TestRun, { style }: Page): string {
  const { counts, files, problems, rounds, seeds, duration, listed } = run;
  if (listed) return `${plural(files.length, 'test file')} would run`;
  const notRun = files.filter(({ status }) => status === 'not-run').length;
  const parts = [
    `${counts.passed} passed`,
    counts.failed > 0 ? style.bad(`${counts.failed} failed`) : '0 failed',
    ...(counts.flaky > 0 ? [style.warning(`${counts.flaky} flaky`)] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...(counts.todo > 0 ? [`${counts.todo} to do`] : []),
    ...(notRun > 0 ? [style.warning(`${plural(notRun, 'file')} not run`)] : []),
    ...(problems.length > 0 ? [style.bad(plural(problems.length, 'problem'))] : []),
  ];
  const none = counts.passed + counts.failed + counts.flaky === 0 ? `${style.warning('No test ran.')} ` : '';
  const often = rounds > 1 ? ` in ${rounds} rounds` : '';
  const order = seeds.length === 0 ? '' : `, seed ${seeds.at(-1)}`;
  const sum = `${none}${parts.join(', ')}${often} (${formatDuration(duration)}${order})`;
  // Only where nothing was chosen; a run that crashed has told its problem.
  const hint = files.length === 0 && problems.length === 0 && run.selection.mode === 'affected';
  return hint
    ? `${sum}\n  → Everything: --all. When it is well that there is nothing to run: --pass-with-no-tests`
    : sum;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
