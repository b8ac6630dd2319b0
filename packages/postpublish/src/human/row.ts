import { alignColumns, truncateText, wrapText, type Page } from '@cdev/core/cli';
import { stripControl } from '@cdev/core/log';
import type { CheckOutcome, DeedOutcome } from '../report.ts';

export interface Row {
  readonly cells: readonly string[];
  /** What belongs below it. */
  readonly more: readonly string[];
}

export function mark(status: CheckOutcome['status'] | DeedOutcome['status'], { style }: Page): string {
  if (status === 'failed') return style.bad('✗');
  if (status === 'warning') return style.warning('!');
  if (status === 'not-run') return style.quiet('–');
  return status === 'planned' ? '·' : style.good('✓');
}

export function rowLines(rows: readonly Row[]): readonly string[] {
  const aligned = alignColumns(
    rows.map(({ cells }) => cells),
    '  ',
  );
  return aligned.flatMap((line, index) => [line, ...(rows[index]?.more ?? []).map((text) => `       ${text}`)]);
}

/** The first line of a text from outside, as far as there is room beside `taken` columns. */
export function firstLine(text: string, { columns }: Page, taken: number): string {
  return truncateText(clean(text).split('\n')[0] ?? '', Math.max(30, columns - taken));
}

/** What `firstLine` did not show: the whole text, when its first line was cut, else its other lines. */
export function moreLines(text: string, page: Page, taken: number): readonly string[] {
  const lines = clean(text).split('\n');
  const isCut = firstLine(text, page, taken) !== lines[0];
  return isCut ? wrapText(lines.slice(0, 11).join('\n'), Math.max(30, page.columns - 9)) : lines.slice(1, 12);
}

export function clean(text: string): string {
  return stripControl(text).trim();
}
