import { alignColumns, type Page } from '@cdev/core/cli';
import { shortId } from '@cdev/security-issue';
import type { KnownEntry, RecordKnownResult } from '../record-known.ts';
import { oneLine } from './one-line.ts';

export function recordText({ file, added, removed, kept, applied }: RecordKnownResult, { style }: Page): string {
  const rows = [
    ...added.map((entry) => [style.good('+'), entryId(entry), entry.rule, style.quiet(oneLine(entry.where ?? ''))]),
    ...removed.map((entry) => [style.bad('-'), entryId(entry), entry.rule, style.quiet(oneLine(entry.where ?? ''))]),
  ];
  const verb = applied ? 'Wrote' : 'Would write';
  const sum =
    added.length + removed.length === 0
      ? `Nothing to change in ${file}`
      : `${verb} ${file}: ${added.length} added, ${removed.length} taken out, ${kept} kept`;
  return [...alignColumns(rows, '  ').map((row) => row.trimEnd()), sum, ''].join('\n');
}

/** As reports show it. */
function entryId(entry: KnownEntry): string {
  return 'check' in entry ? shortId(entry.id) : entry.id.slice(0, 12);
}
