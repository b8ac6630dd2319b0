import type { TestRun } from '../src/run/test-run.ts';

const file = { package: 'one', runner: 'node:test', reason: 'changed' } as const;

/** A run with an example of everything that a report has to tell. */
export const exampleRun: TestRun = {
  kind: 'tests',
  selection: {
    mode: 'affected',
    base: { name: 'origin/main', commit: '0123456789abcdef', reason: "the remote's default branch" },
    changes: [{ path: 'test/a.test.js', status: 'modified' }],
    ignored: [{ path: 'README.md', reason: 'a document' }],
    files: ['a', 'b', 'c'].map((name) => ({ path: `test/${name}.test.js`, package: 'one', reason: 'changed' })),
    wholePackages: [],
  },
  listed: false,
  rounds: 1,
  seeds: [],
  counts: { passed: 1, failed: 1, flaky: 1, skipped: 1, todo: 0 },
  files: [
    { ...file, path: 'test/a.test.js', status: 'failed', tests: 3, duration: 1512 },
    { ...file, path: 'test/b.test.js', status: 'skipped', tests: 1, duration: 0 },
    { ...file, path: 'test/c.test.js', status: 'not-run', tests: 0 },
  ],
  tests: [
    {
      package: 'one',
      runner: 'node:test',
      file: 'test/a.test.js',
      name: 'a <b> › "c"',
      line: 7,
      status: 'passed',
      duration: 12,
      attempts: [{ outcome: 'passed', duration: 12 }],
    },
    {
      package: 'one',
      runner: 'node:test',
      file: 'test/a.test.js',
      name: 'fails',
      status: 'failed',
      duration: 500,
      attempts: [
        { outcome: 'failed', failure: 'Error: 1 & 2\n    at x\u0007' },
        { outcome: 'failed', duration: 500, failure: 'Error: again' },
      ],
    },
    {
      package: 'one',
      runner: 'node:test',
      file: 'test/a.test.js',
      name: 'wobbles',
      status: 'flaky',
      duration: 1000,
      attempts: [
        { outcome: 'failed', failure: 'Error: not yet' },
        { outcome: 'passed', duration: 1000 },
      ],
    },
    { package: 'one', runner: 'node:test', file: 'test/b.test.js', name: 'later', status: 'skipped', attempts: [] },
  ],
  slowest: [{ name: 'wobbles', file: 'test/a.test.js', duration: 1000 }],
  coverage: [{ packages: ['one'], coverage: { lines: 91.5, functions: 80 } }],
  processes: [{ runner: 'node:test', packages: ['one'], files: 3, attempt: 1, exitCode: 1, duration: 2000 }],
  problems: [{ package: 'two', problem: 'jest: the runner left no result', output: 'broken]]>' }],
  untested: [],
  reports: [],
  annotations: [],
  duration: 2500,
};
