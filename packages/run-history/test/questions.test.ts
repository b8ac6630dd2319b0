import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { openRunHistory, type RunHistory } from '../src/index.ts';
import { journal, runRecord } from './record.ts';

let home: Awaited<ReturnType<typeof tempFolder>>;
let history: RunHistory;
const failed = { status: 'error', exitCode: 3 } as const;

beforeAll(async () => {
  home = await tempFolder();
  journal(
    home.path,
    runRecord({ start: '2026-11-01T23:59:59.000Z', cpu: 10, duration: 1 }),
    runRecord({ start: '2026-11-02T00:00:00.000Z', cpu: 20, childCpu: 100, pid: 7, repository: 'abc' }),
    runRecord({ start: '2026-11-02T12:00:00.000Z', cpu: 40, status: 'findings', exitCode: 1 }),
    runRecord({ start: '2026-11-02T13:00:00.000Z', cpu: 9999, errorCode: 'CDEV_E_A', ...failed }),
    runRecord({ start: '2026-11-03T10:00:00.000Z', version: '2.0.0', errorCode: 'CDEV_E_A', ...failed }),
  );
  journal(home.path, runRecord({ start: '2026-11-04T10:00:00.000Z', host: 'bo', errorCode: 'CDEV_E_B', ...failed }));
  journal(
    home.path,
    runRecord({
      start: '2026-11-02T10:00:00.000Z',
      script: 'cdev-other',
      command: 'cdev-other list',
      errorCode: 'CDEV_E_A',
      ...failed,
    }),
  );
  history = await openRunHistory({ home: home.path });
});
afterAll(async () => {
  history[Symbol.dispose]();
  await home[Symbol.asyncDispose]();
});

describe('scripts', () => {
  test('tells how often each ran and failed, and in which version last', () => {
    expect(history.scripts()).toEqual([
      {
        script: 'cdev-greeting',
        runs: 6,
        errors: 3,
        first: '2026-11-01T23:59:59.000Z',
        last: '2026-11-04T10:00:00.000Z',
        lastVersion: '1.0.0',
      },
      {
        script: 'cdev-other',
        runs: 1,
        errors: 1,
        first: '2026-11-02T10:00:00.000Z',
        last: '2026-11-02T10:00:00.000Z',
        lastVersion: '1.0.0',
      },
    ]);
  });
});

describe('errors', () => {
  test('groups by code and script, the most recent first', () => {
    expect(history.errors()).toEqual([
      {
        errorCode: 'CDEV_E_B',
        script: 'cdev-greeting',
        count: 1,
        first: '2026-11-04T10:00:00.000Z',
        last: '2026-11-04T10:00:00.000Z',
        versions: ['1.0.0'],
        hosts: ['bo'],
      },
      {
        errorCode: 'CDEV_E_A',
        script: 'cdev-greeting',
        count: 2,
        first: '2026-11-02T13:00:00.000Z',
        last: '2026-11-03T10:00:00.000Z',
        versions: ['1.0.0', '2.0.0'],
        hosts: ['ada'],
      },
      {
        errorCode: 'CDEV_E_A',
        script: 'cdev-other',
        count: 1,
        first: '2026-11-02T10:00:00.000Z',
        last: '2026-11-02T10:00:00.000Z',
        versions: ['1.0.0'],
        hosts: ['ada'],
      },
    ]);
  });

  test.each([
    [{ since: new Date('2026-11-03T10:00:00.000Z') }, ['CDEV_E_B', 'CDEV_E_A']],
    [{ until: new Date('2026-11-03T10:00:00.000Z'), script: 'cdev-greeting' }, ['CDEV_E_A']],
    [{ host: 'bo' }, ['CDEV_E_B']],
    [{ version: '2.0.0' }, ['CDEV_E_A']],
    [{ command: 'cdev-other list' }, ['CDEV_E_A']],
    [{ script: "' OR 1 = 1 --" }, []],
  ])('chooses by %j', (filter, codes) => {
    expect(history.errors(filter).map(({ errorCode }) => errorCode)).toEqual(codes);
  });
});

describe('days', () => {
  test('are of UTC, count errors, and take their figures from runs without one', () => {
    const [first, second] = history.days({ script: 'cdev-greeting', version: '1.0.0', host: 'ada' });
    expect(first).toMatchObject({ day: '2026-11-01', runs: 1, errors: 0, cpu: 10, cpu95: 10, duration: 1 });
    expect(second).toMatchObject({ day: '2026-11-02', runs: 3, errors: 1, cpu: 80, cpu95: 116, memory: 50_000_000 });
  });

  test('have no figures when every run failed', () => {
    expect(history.days({ host: 'bo' })).toMatchObject([{ runs: 1, errors: 1, cpu: undefined, memory: undefined }]);
  });

  test('are chosen whole', () => {
    const since = new Date('2026-11-02T23:00:00.000Z');
    expect(history.days({ since, until: new Date('2026-11-03T00:00:00.000Z'), script: 'cdev-other' })).toHaveLength(1);
  });
});

describe('runs', () => {
  test('come newest first, as they were written', () => {
    expect(history.runs({ limit: 2 }).map(({ start }) => start)).toEqual([
      '2026-11-04T10:00:00.000Z',
      '2026-11-03T10:00:00.000Z',
    ]);
    const until = new Date('2026-11-02T00:00:00.001Z');
    expect(history.runs({ limit: 1, until })).toEqual([
      runRecord({ start: '2026-11-02T00:00:00.000Z', cpu: 20, childCpu: 100, pid: 7, repository: 'abc' }),
    ]);
    expect(history.runs({ limit: 9, failed: true })).toHaveLength(4);
  });
});
