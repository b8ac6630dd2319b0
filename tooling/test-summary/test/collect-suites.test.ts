import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder, type TempFolder } from '@cdev/test-kit';
import { collectSuites } from '../src/collect-suites.ts';

const manifest = (name: string, tested = true): string =>
  JSON.stringify({ name: `@cdev/${name}`, scripts: tested ? { test: 'cdev-jest' } : {} });
const suite = (status: string, tests: readonly string[]): object => ({
  name: '/elsewhere/packages/one/test/room/a.test.ts',
  status,
  startTime: 1000,
  endTime: 1250,
  message: 'Cannot find module',
  assertionResults: tests.map((each) => ({
    status: each,
    fullName: `it is ${each}`,
    failureMessages: each === 'failed' ? ['\u001B[31mExpected 1\u001B[39m', 'at a.test.ts:3'] : [],
  })),
});
const task = (name: string, exitCode?: number): object => ({
  task: 'test',
  package: `@cdev/${name}`,
  directory: `packages/${name}`,
  execution: exitCode === undefined ? undefined : { exitCode },
});

async function repository(result?: object, cpu?: object): Promise<TempFolder> {
  return tempFolder({
    'packages/one/package.json': manifest('one'),
    'tooling/two/package.json': manifest('two', false),
    ...(result && { 'packages/one/node_modules/.cache/test-result.json': JSON.stringify(result) }),
    ...(cpu && { 'packages/one/node_modules/.cache/test-cpu.json': JSON.stringify(cpu) }),
  });
}

describe('collectSuites', () => {
  test('counts the tests of a suite, with its path inside the package even if the result is of another folder', async () => {
    const result = { testResults: [suite('failed', ['passed', 'passed', 'failed', 'pending'])] };
    await using root = await repository(result, { total: 3.5, files: { 'test/room/a.test.ts': 3 } });
    const run = { tasks: [task('one', 1)] } as never;
    expect(collectSuites(root.path, run)).toEqual({
      suites: [
        {
          package: '@cdev/one',
          file: 'test/room/a.test.ts',
          passed: 2,
          failed: 1,
          skipped: 1,
          duration: 250,
          cpu: 3,
          failures: [{ title: 'it is failed', message: 'Expected 1\nat a.test.ts:3' }],
        },
      ],
      cpu: 3.5,
      notRun: [],
    });
  });

  test('counts a file that could not be run as a failure', async () => {
    await using root = await repository({ testResults: [suite('failed', [])] });
    expect(collectSuites(root.path, { tasks: [task('one', 1)] } as never).suites).toMatchObject([
      { failed: 1, failures: [{ message: 'Cannot find module' }] },
    ]);
  });

  test('does not take an old result for a package that this run did not reach', async () => {
    await using root = await repository({ testResults: [suite('passed', ['passed'])] });
    const notRun = [{ package: '@cdev/one', why: 'what it needs could not be built' }];
    expect(collectSuites(root.path, { tasks: [task('one')] } as never)).toEqual({ suites: [], cpu: 0, notRun });
    expect(collectSuites(root.path, { tasks: [] })).toEqual({ suites: [], cpu: 0, notRun });
  });

  test('says so when a test script left no result, had no test, or failed although its tests passed', async () => {
    await using without = await repository();
    await using empty = await repository({ testResults: [] });
    await using odd = await repository({ testResults: [suite('passed', ['passed'])] });
    await using untidy = await repository({ testResults: [suite('passed', ['passed'])] });
    await writeFile(join(untidy.path, 'packages/one/node_modules/.cache/test-left.txt'), 'left:\n    cdev-a\n');
    const why = (root: TempFolder, exitCode: number): string | undefined =>
      collectSuites(root.path, { tasks: [task('one', exitCode)] } as never).notRun[0]?.why;
    expect(why(without, 0)).toBe('its test script left no result');
    expect(why(empty, 0)).toBe('it has a test script and no test');
    expect(why(odd, 1)).toBe('its tests passed and its test script ended with 1');
    expect(why(odd, 0)).toBeUndefined();
    expect(why(untidy, 1)).toBe('its tests passed and its test script ended with 1\nleft:\n    cdev-a');
  });

  test('asks nothing of packages that the run was not about', async () => {
    await using root = await repository();
    expect(collectSuites(root.path, { packages: ['@cdev/other'], tasks: [] })).toEqual({
      suites: [],
      cpu: 0,
      notRun: [],
    });
  });
});
