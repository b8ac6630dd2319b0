import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import type { RawTest, RunnerCall, RunnerName, RunRequest } from '../../src/runners/runner.ts';
import { runners } from '../../src/runners/runners.ts';

/** What a runner makes of a result that it wrote to its file, or printed. Forms as the runners wrote them. */
async function read(
  runner: RunnerName,
  {
    file,
    stdout = '',
    files,
  }: { readonly file?: unknown; readonly stdout?: string; readonly files?: readonly string[] },
): Promise<readonly RawTest[] | undefined> {
  await using folder = await tempFolder();
  const call: RunnerCall = {
    runner,
    package: 'a',
    folder: '/a',
    env: {},
    nodeArgs: [],
    args: [],
    specs: [],
    script: runner,
    foundIn: '',
  };
  const request: RunRequest = { calls: [call], root: '/a', files, scratch: folder.path, coverage: false, bail: false };
  if (file !== undefined)
    await writeFile(join(folder.path, 'result'), typeof file === 'string' ? file : JSON.stringify(file));
  return (await runners[runner].read(request, { stdout, stderr: '', exitCode: 0 }))?.tests;
}

describe('mocha', () => {
  const document = {
    tests: [
      {
        title: 'adds',
        fullTitle: 'sum adds',
        file: '/a/test/sum.js',
        duration: 0,
        currentRetry: 0,
        speed: 'fast',
        err: {},
      },
      { title: 'left out', fullTitle: 'sum left out', file: '/a/test/sum.js', duration: 1, currentRetry: 0, err: {} },
      {
        title: 'breaks',
        fullTitle: 'breaks',
        file: '/a/test/sum.js',
        duration: 3,
        err: { stack: 'Error: no\n    at x', message: 'no' },
      },
    ],
    pending: [{ title: 'left out', fullTitle: 'sum left out', file: '/a/test/sum.js' }],
    failures: [
      {
        title: '"before all" hook in "b"',
        fullTitle: 'b "before all" hook in "b"',
        file: '/a/test/b.js',
        err: { message: 'no server' },
      },
    ],
  };

  test('tells passed, skipped while it ran, failed, and a hook that failed', async () => {
    const expected = [
      { titles: ['sum', 'adds'], outcome: 'passed', duration: 0 },
      { titles: ['sum', 'left out'], outcome: 'skipped' },
      { titles: ['breaks'], outcome: 'failed', failure: 'Error: no\n    at x' },
      { titles: ['b', '"before all" hook in "b"'], outcome: 'failed', failure: 'no server' },
    ];
    expect(await read('mocha', { file: document })).toMatchObject(expected);
    // Before version 9.2 it can only print.
    expect(await read('mocha', { stdout: `some noise\n${JSON.stringify(document, undefined, 2)}` })).toMatchObject(
      expected,
    );
  });

  test('a result that is not whole is none', async () => {
    expect(await read('mocha', { file: '{"tests": [' })).toBeUndefined();
    expect(await read('mocha', {})).toBeUndefined();
  });
});

describe('jest and vitest', () => {
  test('a file that could not be loaded has failed; retries inside the runner are kept', async () => {
    const file = {
      testResults: [
        { name: '/a/x.test.js', status: 'failed', message: 'SyntaxError: x', assertionResults: [] },
        {
          name: '/a/y.test.js',
          status: 'passed',
          assertionResults: [
            {
              ancestorTitles: ['g'],
              title: 't',
              status: 'passed',
              duration: 4,
              retryReasons: ['Error: first'],
              location: { line: 3 },
            },
            { ancestorTitles: [], title: 'u', status: 'pending' },
            { ancestorTitles: [], title: 'v', status: 'todo' },
          ],
        },
      ],
    };
    for (const runner of ['jest', 'vitest'] as const)
      expect(await read(runner, { file })).toMatchObject([
        { file: '/a/x.test.js', titles: ['the file could not be run'], outcome: 'failed', failure: 'SyntaxError: x' },
        { titles: ['g', 't'], outcome: 'passed', line: 3, earlier: [{ outcome: 'failed', failure: 'Error: first' }] },
        { titles: ['u'], outcome: 'skipped' },
        { titles: ['v'], outcome: 'todo' },
      ]);
  });
});

describe('playwright', () => {
  test('has every attempt, with the project before the groups', async () => {
    const result = (status: string, error?: object): object => ({ status, duration: 5, ...(error && { error }) });
    const spec = (title: string, status: string, results: readonly object[]): object => ({
      title,
      file: 'a.spec.js',
      line: 7,
      tests: [{ projectName: 'chromium', status, results }],
    });
    const file = {
      config: { rootDir: '/a/e2e' },
      suites: [
        {
          title: 'a.spec.js',
          file: 'a.spec.js',
          specs: [spec('plain', 'expected', [result('passed')])],
          suites: [
            {
              title: 'group',
              file: 'a.spec.js',
              specs: [
                spec('flaky', 'flaky', [result('failed', { message: 'once' }), result('passed')]),
                spec('broken', 'unexpected', [result('timedOut', { message: 'too long' })]),
                spec('left out', 'skipped', [result('skipped')]),
              ],
            },
          ],
        },
      ],
    };
    expect(await read('playwright', { file })).toMatchObject([
      { file: '/a/e2e/a.spec.js', titles: ['chromium', 'plain'], outcome: 'passed', line: 7 },
      { titles: ['chromium', 'group', 'flaky'], outcome: 'passed', earlier: [{ outcome: 'failed', failure: 'once' }] },
      { titles: ['chromium', 'group', 'broken'], outcome: 'failed', failure: 'too long' },
      { titles: ['chromium', 'group', 'left out'], outcome: 'skipped' },
    ]);
  });
});

describe('playwright, outside of tests', () => {
  test('a file that cannot be loaded and a setup that fails are failures; that there is nothing to do is none', async () => {
    const file = {
      suites: [],
      errors: [
        {
          message: 'First argument must use the object destructuring pattern',
          location: { file: '/a/e2e/b.spec.js', line: 3 },
        },
        { message: 'Error: no server', location: { file: '/a/setup.js', line: 1 } },
        { message: 'Error: No tests found.' },
      ],
    };
    expect(await read('playwright', { file, files: ['/a/e2e/b.spec.js'] })).toEqual([
      {
        file: '/a/e2e/b.spec.js',
        titles: ['the file could not be run'],
        outcome: 'failed',
        failure: 'First argument must use the object destructuring pattern',
        line: 3,
      },
      { titles: ['the tests could not be run'], outcome: 'failed', failure: 'Error: no server' },
    ]);
  });
});

describe('ava', () => {
  const stdout =
    'TAP version 13\nok 1 - user › has a name\nnot ok 2 - api › list › is empty\n  ---\n  message: no\n  ...\nok 3 - user › later # SKIP\n1..3\n';

  test('finds the file in front of the title', async () => {
    expect(await read('ava', { stdout, files: ['/a/test/user.js', '/a/test/api.test.js'] })).toMatchObject([
      { file: '/a/test/user.js', titles: ['has a name'], outcome: 'passed' },
      { file: '/a/test/api.test.js', titles: ['list', 'is empty'], outcome: 'failed', failure: 'message: no' },
      { file: '/a/test/user.js', titles: ['later'], outcome: 'skipped' },
    ]);
  });

  test('of one file the title is the title', async () => {
    const [first] = (await read('ava', { stdout, files: ['/a/test.js'] })) ?? [];
    expect(first).toMatchObject({ file: '/a/test.js', titles: ['user', 'has a name'] });
  });
});

describe('tap', () => {
  test('a file is no test where it has some, an assertion never is', async () => {
    const stdout = `TAP version 14
# Subtest: test/a.js
    # Subtest: group
        ok 1 - should be equal
        not ok 2 - should match
          ---
          at: a.js
          ...
        1..2
    not ok 1 - group # time=2ms
    1..1
not ok 1 - test/a.js # time=100ms
# Subtest: test/b.js
    ok 1 - should be ok
    1..1
ok 2 - test/b.js # time=7ms
1..2
`;
    expect(await read('tap', { stdout })).toMatchObject([
      { file: '/a/test/a.js', titles: ['group'], outcome: 'failed', failure: 'should match\nat: a.js' },
      { file: '/a/test/b.js', titles: ['test/b.js'], outcome: 'passed', duration: 7 },
    ]);
  });

  test('a subtest without an assertion is a test', async () => {
    const stdout = `TAP version 14
# Subtest: test/a.js
    # Subtest: runs through
        1..0
    ok 1 - runs through # time=7ms
    # Subtest: throws
        not ok 1 - not yet
        1..1
    not ok 2 - throws # time=5ms
    ok 3 - left out # SKIP
    1..3
not ok 1 - test/a.js # time=381ms
1..1
`;
    expect(await read('tap', { stdout })).toMatchObject([
      { titles: ['runs through'], outcome: 'passed', duration: 7 },
      { titles: ['throws'], outcome: 'failed', failure: expect.stringContaining('not yet') as unknown },
      { titles: ['left out'], outcome: 'skipped' },
    ]);
  });
});
