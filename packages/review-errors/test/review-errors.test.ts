import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, testContext } from '@cdev/test-kit';
import { reviewErrors, type ReviewErrorsOptions } from '../src/index.ts';
import { append, fail } from './home.ts';

const defaults: ReviewErrorsOptions = {
  last: 30 * 86_400_000,
  newSince: undefined,
  script: undefined,
  warnings: false,
  failOn: 'unknown',
};

async function review(home: string, options: Partial<ReviewErrorsOptions> = {}) {
  const context = testContext({ cwd: home, home, clock: () => new Date('2026-11-27T12:00:00Z') });
  return reviewErrors({ ...defaults, ...options }, context);
}

describe('reviewErrors', () => {
  test('says that nothing went wrong where nothing did', async () => {
    await using home = await tempFolder();
    expect(await review(home.path, { failOn: 'any' })).toEqual({
      result: { since: '2026-10-28T12:00:00.000Z', runs: 0, groups: [] },
      status: 'ok',
    });
  });

  test('groups what differs only in names, paths and numbers, with first, last, versions and machines', async () => {
    await using home = await tempFolder();
    const causes = (path: string, n: number) => ({
      message: `"${path}" is lost`,
      causes: ['outer', `ENOENT: no such file, open '${path}' after ${n} ms`],
    });
    fail(home.path, { start: '2026-11-01T10:00:00.000Z', pid: 1, said: causes('/a/b', 3) });
    fail(home.path, {
      start: '2026-11-03T10:00:00.000Z',
      pid: 2,
      version: '1.1.0',
      host: 'bo',
      said: causes('/c d/é', 41),
    });
    fail(home.path, {
      start: '2026-11-02T10:00:00.000Z',
      pid: 3,
      said: { message: 'x', causes: ['EACCES: permission denied'] },
    });
    const { result, status } = await review(home.path);
    expect(status).toBe('ok');
    expect(result.runs).toBe(3);
    expect(result.groups).toMatchObject([
      {
        code: 'CDEV_E_ONE_LOST',
        cause: 'ENOENT: no such file, open <text> after <n> ms',
        count: 2,
        first: '2026-11-01T10:00:00.100Z',
        last: '2026-11-03T10:00:00.100Z',
        scripts: ['cdev-one'],
        versions: ['1.0.0', '1.1.0'],
        hosts: ['ada', 'bo'],
        steps: ['Look for it'],
        isUnknown: false,
        example: '"/c d/é" is lost',
      },
      { cause: 'EACCES: permission denied', count: 1 },
    ]);
  });

  test('puts unknown ones first: defects by message and place, and codes of which nothing is known', async () => {
    await using home = await tempFolder();
    for (const pid of [1, 2, 3])
      fail(home.path, { start: `2026-11-1${pid}T10:00:00.000Z`, pid, said: { message: 'lost' } });
    const stack = (line: number) =>
      `TypeError: x\n    at Object.make (file:///x/errors.js:1:1)\n    at readPlan (file:///home/a/dist/chunks/plan-Ab3_dE9x.js:${line}:9)\n    at node:internal/x:1:1`;
    for (const pid of [4, 5])
      fail(home.path, {
        start: '2026-11-10T10:00:00.000Z',
        pid,
        code: 'CDEV_E_CLI_DEFECT',
        said: {
          kind: 'internal',
          message: `This is a defect of the script: cannot read ${pid}`,
          stack: stack(pid),
          steps: ['Report it'],
        },
      });
    fail(home.path, { start: '2026-11-10T10:00:00.000Z', pid: 6, code: 'CDEV_E_FORGOTTEN' });
    const { result, status } = await review(home.path);
    expect(status).toBe('findings');
    expect(result.groups.map(({ code, isUnknown, count, cause }) => [code, isUnknown, count, cause])).toEqual([
      ['CDEV_E_CLI_DEFECT', true, 2, 'This is a defect of the script: cannot read <n>, in readPlan (plan.js)'],
      ['CDEV_E_FORGOTTEN', true, 1, undefined],
      ['CDEV_E_ONE_LOST', false, 3, undefined],
    ]);
  });

  test('marks what was first met since a date, and can fail by it', async () => {
    await using home = await tempFolder();
    fail(home.path, { start: '2026-09-01T10:00:00.000Z', pid: 1, said: { message: 'old' } });
    fail(home.path, { start: '2026-11-20T10:00:00.000Z', pid: 2, said: { message: 'old again' } });
    fail(home.path, {
      start: '2026-11-19T10:00:00.000Z',
      pid: 3,
      code: 'CDEV_E_ONE_FRESH',
      said: { message: 'fresh' },
    });
    fail(home.path, { start: '2026-09-01T10:00:00.000Z', pid: 4, code: 'CDEV_E_ONE_OVER', said: { message: 'over' } });
    const { result, status } = await review(home.path, { newSince: '2026-11-15', failOn: 'new' });
    expect(status).toBe('findings');
    expect(result.groups.map(({ code, isNew, first }) => [code, isNew, first.slice(0, 10)])).toEqual([
      ['CDEV_E_ONE_FRESH', true, '2026-11-19'],
      ['CDEV_E_ONE_LOST', false, '2026-09-01'],
    ]);
    expect((await review(home.path, { newSince: '2026-11-25', failOn: 'new' })).status).toBe('ok');
    await expect(review(home.path, { newSince: 'yesterday' })).rejects.toMatchObject({
      code: 'CDEV_E_REVIEW_ERRORS_DATE_INVALID',
    });
  });

  test('a failed run whose log is gone, and a line whose record is lost, count once each', async () => {
    await using home = await tempFolder();
    fail(home.path, { start: '2026-11-20T10:00:00.000Z', pid: 1, said: { message: 'both' } });
    fail(home.path, { start: '2026-11-21T10:00:00.000Z', pid: 1 });
    fail(home.path, { start: '2026-11-22T10:00:00.000Z', pid: 1, said: { message: 'line' }, logOnly: true });
    const { result } = await review(home.path);
    expect(result.groups).toMatchObject([
      { count: 3, hosts: ['ada'], last: '2026-11-22T10:00:00.090Z', example: 'line' },
    ]);
  });

  test('reads logs that were set aside, passes over what is no event, and shows warnings when asked', async () => {
    await using home = await tempFolder();
    const warning = (time: string) => ({
      level: 40,
      time: Date.parse(time),
      script: 'cdev-one',
      version: '1.0.0',
      pid: 1,
      msg: `slow answer after ${time.length} ms\u001B[31m`,
    });
    append(join(home.path, 'logs/cdev-one.log.1'), warning('2026-11-20T10:00:00Z'));
    append(join(home.path, 'logs/cdev-one.log'), warning('2026-11-21T10:00:00Z'));
    append(join(home.path, 'logs/cdev-one.log'), '{"level":50,"time":');
    append(join(home.path, 'logs/cdev-one.log'), '{"level":30,"time":1,"script":"cdev-one","msg":"fine"}');
    expect((await review(home.path)).result.groups).toEqual([]);
    const { result, status } = await review(home.path, { warnings: true, failOn: 'any' });
    expect(status).toBe('ok');
    expect(result.groups).toMatchObject([
      { code: undefined, level: 'warning', count: 2, example: 'slow answer after 20 ms' },
    ]);
  });

  test('of one script alone', async () => {
    await using home = await tempFolder();
    fail(home.path, { start: '2026-11-20T10:00:00.000Z', pid: 1, said: { message: 'a' } });
    fail(home.path, { start: '2026-11-20T10:00:00.000Z', pid: 2, script: 'cdev-two', said: { message: 'b' } });
    for (const script of ['two', 'cdev-two'])
      expect((await review(home.path, { script })).result.groups.map(({ scripts }) => scripts)).toEqual([['cdev-two']]);
  });
});
