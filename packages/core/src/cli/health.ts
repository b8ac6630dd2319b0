import type { CheckResult, Page } from './command.ts';
import { alignColumns } from './text-layout.ts';

/** The checks of `--health` as text: one line each, and below what mends those that are not well. */
export function renderHealth(script: string, checks: readonly CheckResult[], { style }: Page): string {
  const marks: Readonly<Record<CheckResult['status'], string>> = {
    ok: style.good('✓'),
    warning: style.warning('!'),
    failed: style.bad('✗'),
    'not-run': style.quiet('–'),
  };
  const rows = checks.map(({ title, status, detail }) => [
    marks[status],
    title,
    style.quiet(status === 'not-run' ? `not run: ${detail}` : detail),
  ]);
  const fixes = checks.flatMap(({ title, fix }) => (fix === undefined ? [] : [`  → ${title}: ${fix}`]));
  return [style.title(`${script} health`), ...alignColumns(rows, '  '), ...fixes, ''].join('\n');
}
