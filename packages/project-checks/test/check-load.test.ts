import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { checkLoad, runChecks, type CheckRun } from '../src/index.ts';
import { keepCheckLoad } from '../src/check-load.ts';
import { readTimes } from '../src/measured-shell.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdev-load-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const spin = 'node -e "const end = process.cpuUsage().user + 30_000; while (process.cpuUsage().user < end);"';

describe('what a check costs', () => {
  test('is the processor time of all that it starts, and leaves no trace in its output', async () => {
    const cache = { folder: join(cwd, 'cache'), tree: 'a'.repeat(40) };
    const command = `(${spin}); echo err >&2; exit 3`;
    expect(await checkLoad(cache, [{ command }])).toBeUndefined();
    const [run] = await runChecks({ cwd, checks: [{ name: 'c', command }], cache });
    expect(run).toMatchObject({ status: 'failed', reason: 'exit code 3', exitCode: 3, tail: 'err' });
    expect(run?.cpu).toBeGreaterThanOrEqual(30);
    expect(await checkLoad(cache, [{ command }])).toEqual({
      busy: expect.closeTo((run?.cpu ?? 0) / (run?.duration ?? 1), 5),
      wall: run?.duration,
    });
    expect(await checkLoad(cache, [{ command }, { command: 'another' }])).toBeUndefined();
    const [asleep] = await runChecks({ cwd, checks: [{ name: 'c', command: 'kill -9 $$' }] });
    expect(asleep).toMatchObject({
      status: 'failed',
      reason: 'ended by SIGKILL',
      exitCode: 137,
      tail: expect.any(String),
    });
    expect(asleep?.tail).not.toContain('times');
  });

  test('counts the busiest of the last five, and nothing that was cut off', async () => {
    const store = { folder: join(cwd, 'cache') };
    const run: CheckRun = {
      name: 'c',
      command: 'npm test',
      status: 'passed',
      reason: '',
      duration: 100,
      cpu: 190,
      tail: '',
      cached: false,
    };
    await keepCheckLoad(store, run);
    await keepCheckLoad(store, { ...run, cpu: 50 });
    await keepCheckLoad(store, { ...run, cpu: 900, cached: true });
    await keepCheckLoad(store, { ...run, cpu: 900, status: 'timed-out' });
    await keepCheckLoad(store, { ...run, cpu: undefined });
    expect(await checkLoad(store, [run])).toEqual({ busy: 1.9, wall: 100 });
    await keepCheckLoad(store, { ...run, command: 'lint', duration: 300, cpu: 300 });
    expect(await checkLoad(store, [run, { command: 'lint' }])).toEqual({ busy: (190 + 300) / 400, wall: 400 });
    for (let at = 0; at < 4; at += 1) await keepCheckLoad(store, { ...run, cpu: 50 });
    expect(await checkLoad(store, [run])).toEqual({ busy: 0.5, wall: 100 });
  });
});

test.each([
  ['err\ncdev-check-times\n0m0.00s 0m0.00s\n1m1.20s 0m0.30s\n', 'err\n', 61_500],
  ['no end of linecdev-check-times\n0m0.00s 0m0.00s\n0m0.20s 0m0.00s\n', 'no end of line', 200],
  ['cut off\ncdev-check-times\n', 'cut off\ncdev-check-times\n', undefined],
  ['cdev-check-times\n0m0,00s 0m0,00s\n0m0,20s 0m0,00s\nlate\n', 'late\n', 200],
  ['', '', undefined],
])('of %j', (text, stderr, cpu) => {
  expect(readTimes(text)).toEqual({ stderr, cpu });
});
