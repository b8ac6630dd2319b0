import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openRunHistory } from '../src/index.ts';
import { journal, runRecord } from './record.ts';

async function stateOf(home: string) {
  using history = await openRunHistory({ home });
  return history.state;
}

const indexOf = (home: string): string => join(home, readdirSync(home).find((name) => name.endsWith('.sqlite')) ?? '');

describe('openRunHistory', () => {
  test('is empty where nothing ever ran', async () => {
    await using home = await tempFolder();
    using history = await openRunHistory({ home: home.path });
    expect(history.state).toEqual({ records: 0, journals: 0, unreadable: 0, notKept: undefined });
    expect([history.scripts(), history.errors(), history.days(), history.runs({ limit: 9 })]).toEqual([[], [], [], []]);
  });

  test('reads journals of all machines and months, and those of the form before', async () => {
    await using home = await tempFolder();
    journal(home.path, runRecord(), runRecord({ start: '2026-11-21T10:00:00.000Z' }));
    journal(home.path, runRecord({ host: 'bo' }));
    journal(home.path, runRecord({ start: '2026-10-01T10:00:00.000Z', script: 'cdev-other' }));
    writeFileSync(join(home.path, 'runs/cdev-greeting.ndjson'), `${JSON.stringify(runRecord({ host: 'old' }))}\n`);
    expect(await stateOf(home.path)).toEqual({ records: 5, journals: 4, unreadable: 0, notKept: undefined });
  });

  test('takes only what is new the next time, and never a record twice', async () => {
    await using home = await tempFolder();
    const file = journal(home.path, runRecord());
    expect(await stateOf(home.path)).toMatchObject({ records: 1 });
    expect(await stateOf(home.path)).toMatchObject({ records: 1 });
    appendFileSync(file, `${JSON.stringify(runRecord({ cpu: 300 }))}\n`);
    using history = await openRunHistory({ home: home.path });
    expect(history.state).toMatchObject({ records: 2 });
    expect(history.days()).toMatchObject([{ runs: 2, cpu: 200 }]);
  });

  test('waits with a line that is not ended, and takes it when it is', async () => {
    await using home = await tempFolder();
    const line = JSON.stringify(runRecord());
    const file = journal(home.path, runRecord(), line.slice(0, 30));
    expect(await stateOf(home.path)).toMatchObject({ records: 1, unreadable: 0 });
    appendFileSync(file, `${line.slice(30)}\n`);
    expect(await stateOf(home.path)).toMatchObject({ records: 2, unreadable: 0 });
  });

  test('loses no record behind a torn line, an empty one, or one of a newer form', async () => {
    await using home = await tempFolder();
    const torn = JSON.stringify(runRecord({ command: 'a "quoted" {"schemaVersion":1' })).slice(0, 60);
    journal(
      home.path,
      runRecord(),
      torn,
      runRecord({ cpu: 1 }),
      '\n',
      'not JSON\n',
      '{"schemaVersion":2}\n',
      '\0\0\n',
      runRecord(),
    );
    expect(await stateOf(home.path)).toMatchObject({ records: 3, unreadable: 4 });
  });

  test('reads past damage that is longer than what is read at a time', async () => {
    await using home = await tempFolder();
    journal(home.path, runRecord(), `${'x'.repeat(17_000_000)}\n`, runRecord());
    expect(await stateOf(home.path)).toMatchObject({ records: 2 });
  });

  test('follows its journals: one that was cut, replaced or removed counts no more', async () => {
    await using home = await tempFolder();
    const file = journal(home.path, runRecord(), runRecord());
    const other = journal(home.path, runRecord({ host: 'bo' }));
    expect(await stateOf(home.path)).toMatchObject({ records: 3 });
    truncateSync(file, statSync(file).size / 2);
    expect(await stateOf(home.path)).toMatchObject({ records: 2 });
    writeFileSync(file, [2, 3, 4].map((cpu) => `${JSON.stringify(runRecord({ cpu, version: '2.0.0' }))}\n`).join(''));
    rmSync(other);
    using history = await openRunHistory({ home: home.path });
    expect(history.state).toMatchObject({ records: 3, journals: 1 });
    expect(history.days()).toMatchObject([{ version: '2.0.0', runs: 3, cpu: 3 }]);
  });

  test('makes a damaged index again', async () => {
    await using home = await tempFolder();
    journal(home.path, runRecord());
    await stateOf(home.path);
    writeFileSync(indexOf(home.path), 'this is no database, whatever its name says. '.repeat(400));
    expect(await stateOf(home.path)).toEqual({ records: 1, journals: 1, unreadable: 0, notKept: undefined });
  });

  test('answers from memory, and says why, where no index can be kept', async () => {
    await using home = await tempFolder();
    journal(home.path, runRecord());
    mkdirSync(join(home.path, 'run-index-1.sqlite'));
    const state = await stateOf(home.path);
    expect(state).toMatchObject({ records: 1 });
    expect(state.notKept).toMatch(/EISDIR/);
  });

  test('several at once count every record once', async () => {
    await using home = await tempFolder();
    for (let host = 0; host < 6; host += 1)
      journal(home.path, ...Array.from({ length: 50 }, () => runRecord({ host: `h${host}` })));
    const states = await Promise.all([stateOf(home.path), stateOf(home.path), stateOf(home.path)]);
    expect(states.map(({ records }) => records)).toEqual([300, 300, 300]);
  });

  test('tells how far it is, and stops when it is told to', async () => {
    await using home = await tempFolder();
    journal(home.path, runRecord());
    const abort = new AbortController();
    const steps: number[] = [];
    await openRunHistory({ home: home.path, onProgress: (read, total) => steps.push(read / total) }).then((history) =>
      history[Symbol.dispose](),
    );
    expect(steps.at(-1)).toBe(1);
    journal(home.path, runRecord());
    abort.abort();
    await expect(openRunHistory({ home: home.path, signal: abort.signal })).rejects.toThrow(/abort/i);
  });

  test('keeps what others may not read from others', async () => {
    await using home = await tempFolder();
    chmodSync(home.path, 0o700);
    journal(home.path, runRecord());
    await stateOf(home.path);
    expect(existsSync(indexOf(home.path))).toBe(true);
    expect(statSync(indexOf(home.path)).mode & 0o077).toBe(0);
  });
});
