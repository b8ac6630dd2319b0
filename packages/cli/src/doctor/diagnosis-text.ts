import { alignColumns, truncateText, type CheckResult, type Page } from '@cdev/core/cli';
import type { Diagnosis } from './diagnosis.ts';

/** Every check on a line, then what is to be done: each mend once, with all that it mends. */
export function diagnosisText({ machine, project, scripts }: Diagnosis, page: Page): string {
  const groups = [
    ['Machine', machine],
    ['Project', project],
    ['Scripts', scripts],
  ] as const;
  const all = groups.flatMap(([, checks]) => checks);
  const width = Math.max(...all.map(({ title }) => title.length));
  return `${[...groups.flatMap(([title, checks]) => groupLines(title, checks, { page, width })), ...endLines(all, page)].join('\n')}\n`;
}

function groupLines(
  title: string,
  checks: readonly CheckResult[],
  { page, width }: { readonly page: Page; readonly width: number },
): string[] {
  const { style } = page;
  const marks = {
    ok: style.good('✓'),
    warning: style.warning('!'),
    failed: style.bad('✗'),
    'not-run': style.quiet('–'),
  };
  const rows = checks.map(({ title: name, status, detail }) => [
    marks[status],
    name.padEnd(width),
    style.quiet(
      truncateText(
        (status === 'not-run' ? `not run: ${detail}` : detail).replaceAll(/\s+/g, ' '),
        Math.max(20, page.columns - width - 8),
      ),
    ),
  ]);
  return [style.title(title), ...alignColumns(rows, '  '), ''];
}

function endLines(checks: readonly CheckResult[], { style }: Page): string[] {
  const mends = new Map<string, string[]>();
  for (const { title, status, fix } of checks)
    if (fix !== undefined && (status === 'failed' || status === 'warning'))
      mends.set(fix, [...(mends.get(fix) ?? []), title]);
  if (mends.size === 0) return [`${style.good('✓')} Nothing to mend`];
  return [style.title('To mend'), ...[...mends].flatMap(([fix, titles]) => [`  ${titles.join(', ')}`, `    → ${fix}`])];
}
