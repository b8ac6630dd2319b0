import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { runChecks } from '../src/index.ts';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'cdev checks ü-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const one = async (command: string, timeLimit?: number) =>
  (await runChecks({ cwd, checks: [{ name: 'c', command, timeLimit }] }))[0];

describe('runChecks', () => {
  test('tells passed, failed, timed out and not run apart', async () => {
    expect(await one('echo "# tests 3"')).toMatchObject({ status: 'passed', reason: '3 tests', tests: 3 });
    expect(await one('true')).toMatchObject({ status: 'passed', reason: 'exit code 0' });
    expect(await one('echo why >&2; exit 3')).toMatchObject({ status: 'failed', reason: 'exit code 3', tail: 'why' });
    expect(await one('sleep 5', 0.2)).toMatchObject({ status: 'timed-out' });
    expect(await one('no-such-program-here')).toMatchObject({ status: 'not-run' });
    expect(await one('echo "No tests found, exiting with code 0"')).toMatchObject({
      status: 'not-run',
      reason: 'it ended well but ran no test',
    });
  });

  test('runs in the folder, without colours, with the variables given', async () => {
    const [check] = await runChecks({
      cwd,
      checks: [{ name: 'c', command: 'pwd; echo $NO_COLOR $A' }],
      env: { A: 'b' },
    });
    expect(check?.tail).toBe(`${cwd}\n1 b`);
  });

  test('stops at the first failure when asked, and calls the rest not run', async () => {
    const checks = ['true', 'false', 'touch ran'].map((command, index) => ({ name: `c${index}`, command }));
    const runs = await runChecks({ cwd, checks, stopAtFailure: true });
    expect(runs.map(({ status }) => status)).toEqual(['passed', 'failed', 'not-run']);
    expect(runs[2]?.reason).toBe('c1 did not pass before it');
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });

  test('keeps the whole output of each check', async () => {
    const [check] = await runChecks({
      cwd,
      checks: [{ name: 'unit tests/äö', command: 'echo out; echo err >&2' }],
      logFolder: join(cwd, 'logs'),
    });
    expect(readFileSync(check?.log as string, 'utf8')).toContain('out\n\n--- stderr ---\nerr\n');
  });

  test('does not run a tree again that passed with the same command, but one that failed', async () => {
    const cache = { folder: join(cwd, 'cache'), tree: 'a'.repeat(40) };
    const count = () => readFileSync(join(cwd, 'runs'), 'utf8').length;
    const check = (command: string, tree = cache.tree) =>
      runChecks({ cwd, checks: [{ name: 'c', command }], cache: { ...cache, tree } });
    await check('printf x >> runs');
    expect(await check('printf x >> runs')).toMatchObject([{ status: 'passed', cached: true }]);
    expect(count()).toBe(1);
    await check('printf x >> runs', 'b'.repeat(40));
    await check('printf x >> runs; false');
    await check('printf x >> runs; false');
    expect(count()).toBe(4);
  });

  test('an abort ends the series', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort('SIGINT'), 50);
    const checks = [
      { name: 'slow', command: 'sleep 5' },
      { name: 'next', command: 'touch ran' },
    ];
    await expect(runChecks({ cwd, checks, signal: abort.signal })).rejects.toMatchObject({
      code: 'CDEV_E_SUBPROCESS_CANCELLED',
    });
    expect(existsSync(join(cwd, 'ran'))).toBe(false);
  });
});
