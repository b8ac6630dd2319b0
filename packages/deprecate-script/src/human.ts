import { alignColumns, type Page } from '@cdev/core/cli';
import type { DeprecationReport } from './deprecation-report.ts';
import type { DeprecationStatus } from './show-status.ts';

export function statusText(scripts: readonly DeprecationStatus[], { style }: Page): string {
  if (scripts.length === 0) return 'Nothing is deprecated here\n';
  const rows = scripts.map(({ script, deprecation: { stage, replacement, sunset }, next }) => [
    style.name(script),
    stage === 'sunset' ? style.quiet('ended') : stage,
    `use ${replacement}`,
    next === undefined ? '' : `ends on ${sunset}`,
    next === undefined
      ? ''
      : next.inDays > 0
        ? style.quiet(`${next.stage} in ${next.inDays} days`)
        : style.warning('due'),
  ]);
  const due = scripts.flatMap(({ next }) => (next !== undefined && next.inDays <= 0 ? [`→ ${next.command}`] : []));
  return `${[...alignColumns(rows), ...(due.length > 0 ? ['', ...due] : [])].join('\n')}\n`;
}

export function reportText(report: DeprecationReport, { style }: Page): string {
  const { script, deprecation, status, files, registry } = report;
  if (status === 'already') return `${style.good('✓')} ${script}: nothing to do\n`;
  const changed = files.flatMap(({ file, diff }) => [
    '',
    style.name(file),
    ...diff
      .split('\n')
      .map(
        (line) =>
          `  ${line.startsWith('+') ? style.good(line) : line.startsWith('-') ? style.bad(line) : style.quiet(line)}`,
      ),
  ]);
  const marks =
    registry === undefined
      ? []
      : registry.published === undefined
        ? ['', `${registry.packageName} was never published; there is nothing to mark in the registry`]
        : [
            '',
            `${registry.registry}: ${registry.versions.length} of ${registry.published} versions`,
            `  ${registry.message === '' ? 'no longer deprecated' : registry.message}`,
          ];
  const stage = deprecation === undefined ? 'no longer deprecated' : deprecation.stage;
  return [
    ...(status === 'planned'
      ? [...changed.slice(1), ...marks, '']
      : files.map(({ file }) => `  ${style.quiet('wrote')} ${file}`)),
    ...(status === 'done' && registry ? marks.slice(1) : []),
    status === 'planned'
      ? `${script} would be ${stage}; nothing was changed (dry run)`
      : `${style.good('✓')} ${script} is ${stage}${daysOf(report)}`,
    '',
  ].join('\n');
}

function daysOf({ deprecation }: DeprecationReport): string {
  if (deprecation === undefined || deprecation.stage === 'sunset') return '';
  const { stage, warnsFrom, sunset } = deprecation;
  return stage === 'announced'
    ? `: runs are warned from ${warnsFrom} on, it ends on ${sunset}`
    : `: it ends on ${sunset}`;
}
