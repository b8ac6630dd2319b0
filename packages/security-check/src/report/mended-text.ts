import type { Page } from '@cdev/core/cli';
import type { MendedReport } from '../fix/check-and-mend.ts';
import { oneLine } from './one-line.ts';

/** What was or would be changed; a diff only where it was not shown before it was made. */
export function mendedLines({ mended: { isApplied, files, gaps } }: MendedReport, { style }: Page): string[] {
  const head = isApplied ? 'Mended' : 'Would mend';
  return [
    ...files.flatMap(({ path, titles, diff }) => [
      `${style.title(head)} ${oneLine(path)}`,
      ...titles.map((title) => `  ${oneLine(title)}`),
      ...(isApplied ? [] : diff.split('\n').map((line) => `    ${line}`)),
    ]),
    ...gaps.map((gap) => style.warning(oneLine(gap))),
  ];
}
