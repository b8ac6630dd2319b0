import { alignColumns, formatDuration, type Style } from '@cdev/core/cli';
import type { Collected } from './collect-suites.ts';
import type { Suite } from './suite.ts';

/** Lines of a failure's message: the comparison and the place of most; the whole stands where the test ran. */
const messageLines = 25;

const costlyShown = 10;

/** Every suite with its counts and time, then which cost most, then what failed with what was said of it, then what was not run, then the sum as the last line. */
export function summaryText({ suites, cpu, notRun }: Collected, style: Style): string {
  const sum = (field: 'passed' | 'failed' | 'skipped'): number =>
    suites.reduce((total, suite) => total + suite[field], 0);
  const rows = suites.map((suite, index) => [
    suite.failed > 0 ? style.bad('✗') : style.good('✓'),
    suite.package === suites[index - 1]?.package ? '' : suite.package,
    suite.file,
    `${suite.passed} passed`,
    suite.failed === 0 ? '' : style.bad(`${suite.failed} failed`),
    suite.skipped === 0 ? '' : style.warning(`${suite.skipped} skipped`),
    style.quiet(formatDuration(suite.duration)),
  ]);
  const missing = notRun.map(({ package: name, why }) => `${style.bad('✗')} ${name} was not run: ${why}`);
  const skipped = sum('skipped');
  // What was not run has not passed: each such package counts as one failure.
  const last = `${sum('passed')} passed, ${sum('failed') + notRun.length} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`;
  const failures = suites.flatMap((suite) => failureText(suite, style));
  const failed = failures.length + missing.length === 0 ? [] : ['', 'Failed', '', ...failures, ...missing];
  return [...alignColumns(withoutEmptyColumns(rows)), ...costText(suites, cpu), ...failed, '', last, ''].join('\n');
}

/** Where to look when the whole takes too long. */
function costText(suites: readonly Suite[], cpu: number): string[] {
  if (cpu === 0) return [];
  const costly = suites
    .toSorted((a, b) => (b.cpu ?? 0) - (a.cpu ?? 0))
    .slice(0, costlyShown)
    .map((suite) => [`${(suite.cpu ?? 0).toFixed(1)} s`, suite.package, suite.file]);
  return ['', `${cpu.toFixed(0)} s of CPU, most of it for`, '', ...alignColumns(costly)];
}

function failureText({ package: name, file, failures }: Suite, style: Style): string[] {
  return failures.flatMap(({ title = 'the file could not be run', message }) => {
    const lines = message.trim().split('\n');
    const cut = lines.length > messageLines ? [style.quiet(`… ${lines.length - messageLines} more lines`)] : [];
    return [
      `${style.bad('✗')} ${name} ${file} › ${title}`,
      ...[...lines.slice(0, messageLines), ...cut].map((line) => `    ${line}`.trimEnd()),
      '',
    ];
  });
}

function withoutEmptyColumns(rows: readonly (readonly string[])[]): string[][] {
  const isUsed = (column: number): boolean => rows.some((row) => row[column] !== '');
  return rows.map((row) => row.filter((_, column) => isUsed(column)));
}
