import { alignColumns, type Page } from '@cdev/core/cli';
import type { RecordKnownResult } from '../record-known.ts';
import { oneLine } from './one-line.ts';

export function recordText({ file, added, removed, kept, applied }: RecordKnownResult, { style }: Page): string {
  const rows = [
    ...added.map(({ id, rule, where = '' }) => [style.good('+'), id.slice(0, 12), rule, style.quiet(oneLine(where))]),
    ...removed.map(({ id, rule, where = '' }) => [style.bad('-'), id.slice(0, 12), rule, style.quiet(oneLine(where))]),
  ];
  const verb = applied ? 'Wrote' : 'Would write';
  const sum =
    added.length + removed.length === 0
      ? `Nothing to change in ${file}`
      : `${verb} ${file}: ${added.length} added, ${removed.length} taken out, ${kept} kept`;
  return [...alignColumns(rows, '  ').map((row) => row.trimEnd()), sum, ''].join('\n');
}
