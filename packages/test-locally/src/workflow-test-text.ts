import { alignColumns, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import type { JobResult, NotRun, StepResult, WorkflowRun } from '@cdev/github-workflow';
import type { WorkflowForecast, WorkflowTest } from './ci/workflow-test.ts';

/** Workflows as text: each job, what failed with its last lines, what was not run and why, and the sum. */
export function workflowTestText(test: WorkflowTest, page: Page): string {
  const { style } = page;
  const sections = [
    ...test.forecasts.map((forecast) => workflowLines(forecast, test, page)),
    test.broken.flatMap(({ path, problem }) => [
      `${style.bad('✗')} ${style.name(path)}`,
      ...problem.split('\n').map((line) => `    ${line}`),
    ]),
    [sumLine(test, page)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function workflowLines(forecast: WorkflowForecast, { runs }: WorkflowTest, page: Page): readonly string[] {
  const { style } = page;
  const run = runs.find(({ path }) => path === forecast.path);
  const head = `${style.name(forecast.path)}  ${forecast.name === forecast.path ? '' : `${forecast.name}  `}${style.quiet(forecast.event)}`;
  if (!forecast.isTriggered) return [`${head}  ${style.quiet(`not started: ${forecast.reason}`)}`];
  const notes = (run?.notes ?? forecast.notes).map((note) => style.quiet(`  ${note}`));
  if (!run)
    return [
      head,
      ...alignColumns(
        forecast.jobs.map((job) => forecastRow(job, page)),
        '  ',
      ),
      ...notRunLines(forecast.notRun, page),
      ...notes,
    ];
  return [
    head,
    ...alignColumns(
      run.jobs.map((job) => jobRow(job, page)),
      '  ',
    ),
    ...failureLines(run, page),
    ...notRunLines(run.notRun, page),
    ...notes,
  ];
}

function forecastRow(
  { name, prospect, reason = '', steps, calls, missing, combinations }: WorkflowForecast['jobs'][number],
  { style }: Page,
): string[] {
  const words = {
    runs: 'runs',
    skipped: 'skipped',
    depends: 'depends on what comes before',
    'not-run': 'cannot run here',
  } as const;
  return [
    style.quiet('·'),
    name,
    prospect === 'not-run' ? style.warning(words[prospect]) : words[prospect],
    [
      ...(calls === undefined
        ? [counted(steps, 'step')]
        : [`calls ${calls.workflow}`, ...(calls.jobs === 0 ? [] : [counted(calls.jobs, 'job')])]),
      ...(missing > 0 && prospect !== 'skipped' ? [`${missing} of them not`] : []),
      ...(typeof combinations === 'number' ? [counted(combinations, 'combination')] : []),
    ].join(', '),
    style.quiet(reason),
  ];
}

function jobRow({ name, status, reason = '', duration, steps }: JobResult, { style }: Page): string[] {
  const marks: Partial<Record<JobResult['status'], string>> = {
    passed: style.good('✓'),
    failed: style.bad('✗'),
    cancelled: style.bad('✗'),
  };
  const mark = marks[status] ?? (status === 'skipped' ? style.quiet('–') : style.warning('!'));
  const done = steps.filter((step) => step.status === 'passed').length;
  return [
    mark,
    name,
    status,
    `${done} of ${steps.length} steps passed`,
    style.quiet(formatDuration(duration)),
    style.quiet(reason),
  ];
}

function failureLines({ jobs }: WorkflowRun, { style, columns }: Page): readonly string[] {
  const failed = (steps: readonly StepResult[]): readonly StepResult[] =>
    steps.flatMap((step) => (step.steps.length > 0 ? failed(step.steps) : step.status === 'failed' ? [step] : []));
  return jobs.flatMap((job) =>
    failed(job.steps).flatMap((step) => [
      `  ${style.bad('✗')} ${job.name} › ${step.name}  ${style.quiet(step.reason ?? '')}`,
      ...step.tail.slice(-12).map((line) => `      ${truncateText(line, Math.max(60, columns * 2))}`),
      ...step.notes.map((note) => style.quiet(`      ${note}`)),
    ]),
  );
}

function notRunLines(notRun: readonly NotRun[], { style }: Page): readonly string[] {
  return notRun.map(
    ({ job, step, line, reason, isRefused }) =>
      `  ${style.warning(isRefused ? 'refused' : 'not run')}  ${job}${step === undefined ? '' : ` › ${shortened(step)}`} ${style.quiet(`(line ${line})`)}: ${shortened(reason)}`,
  );
}

function sumLine({ runs, forecasts, listed, duration, broken }: WorkflowTest, { style }: Page): string {
  const wrong = broken.length === 0 ? '' : `, ${style.bad(`${broken.length} broken`)}`;
  if (listed) {
    const running = forecasts.filter(
      ({ isTriggered, jobs }) =>
        isTriggered && jobs.some(({ prospect }) => prospect === 'runs' || prospect === 'depends'),
    );
    const inPart = running.filter(({ notRun }) => notRun.length > 0).length;
    return `${running.length} of ${forecasts.length} workflows would run${inPart === 0 ? '' : `, ${inPart} of them in part`}${wrong}`;
  }
  const jobs = runs.flatMap((run) => run.jobs);
  const count = (status: JobResult['status']): number => jobs.filter((job) => job.status === status).length;
  const parts = (['passed', 'failed', 'incomplete', 'skipped', 'cancelled', 'not-run'] as const)
    .filter((status) => status === 'passed' || status === 'failed' || count(status) > 0)
    .map((status) => `${count(status)} ${status === 'not-run' ? 'not run' : status}`);
  const nothing =
    count('passed') + count('failed') + count('incomplete') === 0 ? `${style.warning('No job ran.')} ` : '';
  const others = jobs.some(({ status, reason }) => status === 'not-run' && reason?.startsWith('it wants ') === true);
  const hint = others ? `\n${style.quiet('  → With the versions that are here: --other-versions')}` : '';
  return `${nothing}Jobs: ${parts.join(', ')}${wrong} (${formatDuration(duration)})${hint}`;
}

/** Of the id of a commit that an action is pinned to, as much as git shows. */
function shortened(text: string): string {
  return text.replaceAll(/@([0-9a-f]{7})[0-9a-f]{33}\b/g, '@$1');
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
