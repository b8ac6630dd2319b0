import { openLibrary } from '../library.ts';
import { fileStore } from '../store/file-store.ts';
import { parseDay, systemClock } from '../time/calendar-day.ts';
import { lendingStatistics, type LendingStatistics } from './lending-statistics.ts';

/** A table of two columns, numbers to the right. */
export function formatStatistics({ loans, out, overdue, meanDays, favourites }: LendingStatistics): string {
  const rows: [string, string][] = [
    ['Loans', String(loans)],
    ['Books out now', String(out)],
    ['Overdue', String(overdue)],
    ['Days kept on average', meanDays === undefined ? '-' : meanDays.toFixed(1)],
    ...favourites.map(({ title, loans: lent }): [string, string] => [`Lent most: ${title}`, String(lent)]),
  ];
  const nameWidth = Math.max(...rows.map(([name]) => name.length));
  const valueWidth = Math.max(...rows.map(([, value]) => value.length));
  return rows.map(([name, value]) => `${name.padEnd(nameWidth)}  ${value.padStart(valueWidth)}`).join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const [path = 'data/library.json', day] = process.argv.slice(2);
  const library = openLibrary(fileStore(path), day === undefined ? systemClock : () => parseDay(day));
  console.log(formatStatistics(lendingStatistics(library)));
}
