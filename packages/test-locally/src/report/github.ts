import { formatDuration } from '@cdev/core/cli';
import type { TestCase, TestRun } from '../run/test-run.ts';

/** Commands that put failures and flaky tests beside the lines of the pull request; GitHub shows ten of each kind. */
export function githubAnnotations({ tests, problems }: TestRun): readonly string[] {
  const failed = tests
    .filter(({ status }) => status === 'failed')
    .map((test) => annotation('error', test, lastFailure(test)));
  const flaky = tests
    .filter(({ status }) => status === 'flaky')
    .map((test) => annotation('warning', test, `Flaky: ${outcomes(test)}\n${lastFailure(test)}`));
  const broken = problems.map(({ package: owner, problem }) => `::error title=${property(owner)}::${message(problem)}`);
  return [...failed, ...broken, ...flaky];
}

function annotation(kind: 'error' | 'warning', { file, line, name }: TestCase, text: string): string {
  const place = file === undefined ? '' : `file=${property(file)},${line === undefined ? '' : `line=${line},`}`;
  return `::${kind} ${place}title=${property(name)}::${message(text)}`;
}

/** The run as Markdown, for the job's page. */
export function githubSummary(run: TestRun): string {
  const { counts, tests, selection, files, slowest, coverage, problems } = run;
  const failed = tests.filter(({ status }) => status === 'failed');
  const flaky = tests.filter(({ status }) => status === 'flaky');
  const notRun = files.filter(({ status }) => status === 'not-run');
  const ran = counts.passed + counts.failed + counts.flaky;
  const total = [
    `${counts.passed} passed`,
    `${counts.failed} failed`,
    ...(counts.flaky > 0 ? [`${counts.flaky} flaky`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
    ...(counts.todo > 0 ? [`${counts.todo} to do`] : []),
  ].join(', ');
  return [
    `## Tests: ${ran === 0 ? 'none ran' : total}`,
    '',
    `${selectionLine(selection)} ${files.length} test files, ${formatDuration(run.duration)}.`,
    '',
    ...section(
      'Failed',
      failed.map(
        (test) => `- **${text(test.name)}** (${code(test.file ?? test.package)})\n${fence(lastFailure(test))}`,
      ),
    ),
    ...section(
      'Problems',
      problems.map(({ package: owner, problem, output }) => `- ${text(owner)}: ${text(problem)}\n${fence(output)}`),
    ),
    ...section(
      'Flaky',
      flaky.map(
        (test) =>
          `- **${text(test.name)}** (${code(test.file ?? test.package)}): ${outcomes(test)}\n${fence(lastFailure(test))}`,
      ),
    ),
    ...section(
      'Chosen and not run',
      notRun.map(({ path }) => `- ${code(path)}`),
    ),
    ...table(
      'Coverage',
      ['packages', 'lines', 'branches', 'functions'],
      coverage.map(({ packages, coverage: found }) => [
        packages.join(', '),
        percent(found.lines),
        percent(found.branches),
        percent(found.functions),
      ]),
    ),
    ...table(
      'Slowest',
      ['test', 'file', 'time'],
      slowest.map(({ name, file = '', duration }) => [text(name), file, formatDuration(duration)]),
    ),
  ].join('\n');
}

function selectionLine({ mode, base, changes, reason }: TestRun['selection']): string {
  if (mode === 'all') return `Everything${reason === undefined ? '' : ` (${text(reason)})`}.`;
  if (mode === 'named' || !base) return 'Chosen by name.';
  return `What ${changes.length} changed files since ${code(base.name)} reach.`;
}

function lastFailure({ attempts }: TestCase): string {
  return attempts.findLast(({ outcome }) => outcome === 'failed')?.failure ?? '';
}

/** `failed, passed`: both outcomes, in order. */
export function outcomes({ attempts }: TestCase): string {
  return attempts.map(({ outcome }) => outcome).join(', ');
}

function section(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`### ${title}`, '', ...items, ''];
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [`### ${title}`, '', line(head), line(head.map(() => '---')), ...rows.map(line), ''];
}

/** A fence longer than any in the text, so that the text cannot end it. */
function fence(body: string): string {
  const longest = Math.max(2, ...[...body.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const mark = '`'.repeat(longest + 1);
  return `\n  ${mark}\n${body
    .split('\n')
    .slice(0, 30)
    .map((line) => `  ${line}`)
    .join('\n')}\n  ${mark}`;
}

function percent(value: number | undefined): string {
  return value === undefined ? '–' : `${value.toFixed(1)} %`;
}

function text(value: string): string {
  return value.replaceAll(/[<>&*_`[\]\\|]/g, String.raw`\$&`).replaceAll('\n', ' ');
}

function code(value: string): string {
  return `\`${value.replaceAll('`', "'")}\``;
}

/** Data of a workflow command (GitHub's documentation, "Workflow commands"). */
function message(value: string): string {
  return value.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string): string {
  return message(value).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
