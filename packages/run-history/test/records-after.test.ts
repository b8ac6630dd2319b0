import { appendFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { bytesAfter, recordsAfter, type JournalPlaces } from '../src/index.ts';
import { journal, runRecord } from './record.ts';

function read(home: string, places: JournalPlaces, most = Infinity): { pids: unknown[]; places: JournalPlaces } {
  const found = [...recordsAfter(home, places)].slice(0, most);
  return {
    pids: found.map(({ record }) => record.pid),
    places: { ...places, ...Object.fromEntries(found.map((each) => [each.journal, each.after])) },
  };
}

test('a reader goes on where it was, in every journal, past damage and behind what is not ended', async () => {
  await using home = await tempFolder();
  const one = journal(home.path, runRecord({ pid: 1 }), 'no record\n', runRecord({ pid: 2 }), '{"schemaVersion":1,');
  journal(home.path, runRecord({ pid: 3, host: 'bo' }));
  const first = read(home.path, {}, 1);
  expect(first.pids).toEqual([1]);
  const second = read(home.path, first.places);
  expect(second.pids).toEqual([2, 3]);
  expect(Object.keys(second.places)).toEqual(['cdev-greeting/ada-2026-11.ndjson', 'cdev-greeting/bo-2026-11.ndjson']);
  expect(read(home.path, second.places).pids).toEqual([]);
  expect([...bytesAfter(home.path, second.places).values()]).toEqual([19, 0]);
  appendFileSync(one, '\n');
  journal(home.path, runRecord({ pid: 4 }));
  expect(read(home.path, second.places).pids).toEqual([4]);
});

test('a journal that was replaced or removed is another', async () => {
  await using home = await tempFolder();
  const file = journal(home.path, runRecord({ pid: 1 }), runRecord({ pid: 2 }));
  const { places } = read(home.path, {});
  writeFileSync(file, `${JSON.stringify(runRecord({ pid: 9, version: '2.0.0' }))}\n`.repeat(5));
  expect(read(home.path, places).pids).toEqual([9, 9, 9, 9, 9]);
  rmSync(file);
  expect(read(home.path, places).pids).toEqual([]);
});
