import { existsSync, utimesSync } from 'node:fs';
import { relative } from 'node:path';
import { expect, test } from '@jest/globals';
import { openRunHistory } from '@cdev/run-history';
import { tempFolder, testContext } from '@cdev/test-kit';
import { exportRuns, pruneRuns, telemetry } from '../src/index.ts';
import { startReceiver } from './receiver.ts';
import { runRecord, writeRuns } from './runs.ts';
import { patient } from './send.ts';

const day = 86_400_000;
const options = { olderThan: 90 * day, evenUnsent: false, isDryRun: false };

/** A journal of May that nobody writes to any more, and one of November. */
function twoMonths(home: string): { old: string; young: string } {
  const old = writeRuns(
    home,
    runRecord({ start: '2026-05-03T10:00:00.000Z' }),
    runRecord({ start: '2026-05-04T10:00:00.000Z' }),
  );
  utimesSync(old, new Date('2026-05-04T10:00:01Z'), new Date('2026-05-04T10:00:01Z'));
  return { old, young: writeRuns(home, runRecord()) };
}

const contextOf = (home: string, more: { yes?: boolean; answers?: readonly string[] } = {}) =>
  testContext({ cwd: home, home, clock: () => new Date('2026-11-27T12:00:00Z'), env: patient, ...more });

test('old months go after a yes, and the index with them', async () => {
  await using home = await tempFolder();
  const { old, young } = twoMonths(home.path);
  const dry = await pruneRuns({ ...options, isDryRun: true }, contextOf(home.path));
  expect(dry.result).toMatchObject({
    journals: [relative(home.path, old)],
    records: 2,
    before: '2026-08-29T12:00:00.000Z',
  });
  await expect(pruneRuns(options, contextOf(home.path, { answers: ['n'] }))).rejects.toMatchObject({
    code: 'CDEV_E_CLI_DECLINED',
  });
  await expect(pruneRuns(options, contextOf(home.path))).rejects.toMatchObject({
    code: 'CDEV_E_CLI_CONFIRMATION_NEEDED',
  });
  expect(existsSync(old)).toBe(true);
  expect((await telemetry(contextOf(home.path))).result.records).toBe(3);
  await pruneRuns(options, contextOf(home.path, { yes: true }));
  expect([existsSync(old), existsSync(young)]).toEqual([false, true]);
  using history = await openRunHistory({ home: home.path });
  expect(history.state).toMatchObject({ records: 1, journals: 1 });
  expect((await pruneRuns(options, contextOf(home.path, { yes: true }))).result.journals).toEqual([]);
});

test('what a receiver has not had stays, unless it is given up', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  const { old } = twoMonths(home.path);
  const send = (since: number | undefined) =>
    exportRuns(
      {
        endpoint: receiver.url,
        protocol: undefined,
        signals: ['traces'],
        since,
        output: undefined,
        follow: false,
        patience: 0,
        isDryRun: false,
      },
      contextOf(home.path),
    );
  await send(undefined);
  writeRuns(home.path, runRecord({ start: '2026-05-05T10:00:00.000Z' }));
  utimesSync(old, new Date('2026-05-05T10:00:01Z'), new Date('2026-05-05T10:00:01Z'));
  const { result } = await pruneRuns(options, contextOf(home.path, { yes: true }));
  expect(result).toMatchObject({
    journals: [],
    unsent: [{ journal: relative(home.path, old), endpoints: [`${receiver.url}/v1/traces`] }],
  });
  expect(existsSync(old)).toBe(true);
  expect((await telemetry(contextOf(home.path))).result.receivers).toMatchObject([
    { signal: 'traces', sent: 3, rejected: 0, unsentBytes: expect.any(Number) },
  ]);
  expect((await pruneRuns({ ...options, evenUnsent: true }, contextOf(home.path, { yes: true }))).result.records).toBe(
    3,
  );
  expect(existsSync(old)).toBe(false);
});

test('what is sent may go', async () => {
  await using home = await tempFolder();
  await using receiver = await startReceiver();
  const { old } = twoMonths(home.path);
  const sending = {
    endpoint: receiver.url,
    protocol: undefined,
    since: day,
    output: undefined,
    follow: false,
  } as const;
  await exportRuns({ ...sending, signals: ['logs'], patience: 0, isDryRun: false }, contextOf(home.path));
  expect(receiver.received).toEqual([]);
  await pruneRuns(options, contextOf(home.path, { yes: true }));
  expect(existsSync(old)).toBe(false);
});

test('what runs of today may still add to is not old', async () => {
  await using home = await tempFolder();
  await expect(pruneRuns({ ...options, olderThan: 6 * day }, contextOf(home.path))).rejects.toMatchObject({
    code: 'CDEV_E_TELEMETRY_TOO_YOUNG',
  });
});
