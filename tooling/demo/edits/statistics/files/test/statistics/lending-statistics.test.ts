import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { lendingStatistics } from '../../src/statistics/lending-statistics.ts';
import { formatStatistics } from '../../src/statistics/print-statistics.ts';
import { frankenstein, openTestLibrary, solaris } from '../shelf.ts';

describe('lending statistics', () => {
  test('of a library without loans are zeros, and there is no mean', () => {
    assert.deepEqual(lendingStatistics(openTestLibrary()), {
      loans: 0,
      out: 0,
      overdue: 0,
      meanDays: undefined,
      favourites: [],
    });
  });

  test('count what is out and overdue, and how long books were kept', () => {
    const library = openTestLibrary();
    const first = library.desk.lend(solaris, 'M1');
    const second = library.desk.lend(frankenstein, 'M2');
    library.setDay('2026-03-12');
    library.desk.giveBack(first.id);
    library.setDay('2026-03-17');
    library.desk.giveBack(second.id);
    library.desk.lend(solaris, 'M2');
    library.setDay('2026-04-08');
    const { loans, out, overdue, meanDays } = lendingStatistics(library);
    assert.deepEqual({ loans, out, overdue, meanDays }, { loans: 3, out: 1, overdue: 1, meanDays: 12.5 });
  });

  test('name the favourites, and by title those that are equal', () => {
    const library = openTestLibrary();
    for (const isbn of [solaris, frankenstein, '9780061054884', solaris]) {
      library.desk.giveBack(library.desk.lend(isbn, 'M1').id);
    }
    assert.deepEqual(lendingStatistics(library).favourites, [
      { title: 'Solaris', loans: 2 },
      { title: 'Frankenstein', loans: 1 },
      { title: 'The Dispossessed', loans: 1 },
    ]);
  });
});

test('the statistics of the sample data are printed as a table that lines up', () => {
  const script = fileURLToPath(new URL('../../src/statistics/print-statistics.ts', import.meta.url));
  const data = fileURLToPath(new URL('../../data/library.json', import.meta.url));
  const lines = execFileSync(process.execPath, [script, data, '2026-11-22'], { encoding: 'utf8' })
    .trimEnd()
    .split('\n');
  assert.equal(new Set(lines.map((line) => line.length)).size, 1);
  assert.match(lines[0] ?? '', /^Loans +6$/);
});

test('a mean that does not exist is printed as a dash', () => {
  assert.match(formatStatistics(lendingStatistics(openTestLibrary())), /^Days kept on average +-$/m);
});
