import { alignColumns, type Page } from '@cdev/core/cli';
import type { InitResult } from './init.ts';

export function initText({ folder, facts, status, changes, notes }: InitResult, { style }: Page): string {
  const rows = [
    ['package manager', facts.packageManager ?? 'none'],
    ['test command', facts.testCommand ?? 'none found'],
    ['main branch', facts.branch ?? 'none'],
    ['agents here', facts.agents.join(', ') || 'none'],
  ];
  const planned = changes.flatMap(({ file, isNew, lines }) => [
    '',
    `${style.name(file)}${isNew ? style.quiet(' (new)') : ''}`,
    ...lines.map((line) => `  ${line.startsWith('+') ? style.good(line) : style.quiet(line)}`),
  ]);
  const ends: Readonly<Record<InitResult['status'], string>> = {
    written: style.good(`✓ Wrote ${changes.map(({ file }) => file).join(' and ')}`),
    planned: 'Nothing was written (dry run)',
    'nothing-to-do': style.good('✓ Nothing to do'),
  };
  return [
    style.title(folder),
    ...alignColumns(
      rows.map(([what = '', found = '']) => [style.quiet(what), found]),
      '  ',
    ),
    ...(status === 'planned' ? planned : []),
    '',
    ...notes.map((note) => `${style.warning('!')} ${note}`),
    ends[status],
    '',
  ].join('\n');
}
