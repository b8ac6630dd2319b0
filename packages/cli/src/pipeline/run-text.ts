import { alignColumns, formatDuration, truncateText, type Page } from '@cdev/core/cli';
import type { PipelinePlan, PipelineRun, PlannedStep, StepReport } from '@cdev/pipeline';
import type { ListedPipeline, RunCommandResult } from './run-command.ts';

export function runText(result: RunCommandResult, page: Page): string {
  if (result.kind === 'list') return listText(result.pipelines, page);
  return result.kind === 'plan' ? planText(result, page) : endText(result, page);
}

function listText(pipelines: readonly ListedPipeline[], { style }: Page): string {
  return pipelines
    .map(({ name, description, from, inputs, steps }) => {
      const rows = inputs.map((input) => [
        style.name(`${input.name}=…`),
        `${input.description}${input.isRequired ? style.quiet(' (required)') : ''}`,
      ]);
      return [
        `${style.name(`cdev run ${name}`)}  ${description}`,
        ...alignColumns(rows, '  '),
        `  ${style.quiet(`${steps.join(' → ')}; ${from}`)}`,
        '',
      ].join('\n');
    })
    .join('\n');
}

const prospects: Readonly<Record<PlannedStep['prospect'], string>> = {
  run: 'would run',
  'run-or-cached': 'would run, unless cached',
  kept: 'kept',
  cached: 'cached',
  skipped: 'skipped',
  failed: 'would fail',
};

function planText({ pipeline, file, resumes, steps }: PipelinePlan, { style, columns }: Page): string {
  const rows = steps.map(({ instance, prospect, command, needs, approval, reason }) => [
    prospect === 'failed' ? style.bad(instance) : style.name(instance),
    prospects[prospect],
    style.quiet(needs.length > 0 ? `after ${needs.join(', ')}` : ''),
    truncateText(firstLine(command), Math.max(20, columns - 60)),
    ...[approval === undefined ? '' : style.warning('asks first'), style.quiet(reason ?? '')].filter(
      (cell) => cell !== '',
    ),
  ]);
  return [
    `${style.title(pipeline)}  ${style.quiet(file)}`,
    ...(resumes === undefined ? [] : [`Goes on with the run of ${resumes}; --fresh begins anew`]),
    '',
    ...alignColumns(rows, '  '),
    '',
    'Nothing was run.',
    '',
  ].join('\n');
}

function firstLine(command: string): string {
  const [line = '', ...more] = command.split('\n');
  return more.length > 0 ? `${line} …` : line;
}

function endText({ pipeline, status, steps, duration, folder }: PipelineRun, page: Page): string {
  const { style } = page;
  const marks: Readonly<Record<StepReport['status'], string>> = {
    passed: style.good('✓'),
    cached: style.good('✓'),
    kept: style.good('✓'),
    failed: style.bad('✗'),
    'timed-out': style.bad('✗'),
    pending: style.warning('…'),
    skipped: style.quiet('–'),
    cancelled: style.quiet('–'),
    'not-run': style.quiet('–'),
  };
  const rows = steps.map((step) => [
    step.isTolerated ? style.warning('!') : marks[step.status],
    step.instance,
    step.isTolerated && step.status !== 'kept' ? `${step.status}, gone on with` : step.status,
    style.quiet(step.duration > 0 ? formatDuration(step.duration) : ''),
    style.quiet(
      [step.attempts > 1 && `${step.attempts} tries`, step.reason]
        .filter((part) => typeof part === 'string')
        .join('; '),
    ),
  ]);
  const failures = steps.filter((step) => step.tail !== undefined && ['failed', 'timed-out'].includes(step.status));
  const ends: Readonly<Record<PipelineRun['status'], string>> = {
    passed: style.good(`✓ ${pipeline} passed`),
    failed: style.bad(`✗ ${pipeline} failed`),
    pending: style.warning(`… ${pipeline} waits for an answer from outside`),
  };
  const next = {
    passed: [],
    failed: [`→ Mend it, then go on: cdev run ${pipeline} --resume`],
    pending: [`→ Later: cdev run ${pipeline} goes on with it`],
  }[status];
  return [
    ...alignColumns(rows, '  '),
    ...failures.flatMap((step) => failureLines(step, page)),
    '',
    `${ends[status]}  ${style.quiet(formatDuration(duration))}`,
    ...next,
    style.quiet(`Logs: ${folder}`),
    '',
  ].join('\n');
}

function failureLines({ instance, tail = [], log }: StepReport, { style }: Page): string[] {
  return [
    '',
    style.bad(instance),
    ...tail.map((line) => `  ${line}`),
    ...(log === undefined ? [] : [style.quiet(`  ${log}`)]),
  ];
}
