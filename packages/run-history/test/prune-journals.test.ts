import { existsSync, utimesSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openRunHistory, pruneJournals } from '../src/index.ts';
import { journal, runRecord } from './record.ts';

test('old months go whole, with their records; what is still written to stays', async () => {
  await using home = await tempFolder();
  const old = journal(home.path, runRecord({ start: '2025-10-31T10:00:00.000Z' }));
  const late = journal(home.path, runRecord({ start: '2025-10-31T10:00:00.000Z', host: 'late' }));
  const young = journal(home.path, runRecord({ start: '2026-11-01T10:00:00.000Z' }));
  utimesSync(old, new Date('2025-10-31'), new Date('2025-10-31'));
  utimesSync(late, new Date('2026-11-02'), new Date('2026-11-02'));
  const before = new Date('2025-11-02');
  expect(pruneJournals({ home: home.path, before, isDryRun: true })).toEqual([old]);
  expect(existsSync(old)).toBe(true);
  expect(pruneJournals({ home: home.path, before })).toEqual([old]);
  expect([old, late, young].map((file) => existsSync(file))).toEqual([false, true, true]);
  using history = await openRunHistory({ home: home.path });
  expect(history.state).toMatchObject({ records: 2 });
});

test('a month is old when it is over, not when it begins', async () => {
  await using home = await tempFolder();
  const file = journal(home.path, runRecord({ start: '2025-10-01T10:00:00.000Z' }));
  utimesSync(file, new Date('2025-10-01'), new Date('2025-10-01'));
  expect(pruneJournals({ home: home.path, before: new Date('2025-10-31') })).toEqual([]);
});
