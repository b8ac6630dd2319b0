import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { runText } from '../src/human.ts';
import type { PackedRun } from '../src/packed/packed-run.ts';
import { exampleRun } from './example-run.ts';

const page = { style: createStyle(false), columns: 100 };

test('a run is told from what was chosen to the sum', () => {
  expect(runText(exampleRun, page)).toMatchInlineSnapshot(`
"3 test files that 1 changed file since origin/main (0123456; the remote's default branch) reaches
  README.md: a document

  ✗  test/a.test.js  3 tests  1.5 s  changed
  –  test/b.test.js  1 test   0 ms   changed
  !  test/c.test.js  not run         changed

Failed
  ✗ test/a.test.js  fails  failed, failed
      Error: again

Flaky
  ! test/a.test.js  wobbles  failed, passed
      Error: not yet

Problems
  ✗ two  jest: the runner left no result
      broken]]>

Slowest
  1.0 s  wobbles  test/a.test.js

Coverage
  one  lines 91.5 %  branches –  functions 80.0 %

1 passed, 1 failed, 1 flaky, 1 skipped, 1 file not run, 1 problem (2.5 s)
"
`);
});

test('of many files only some of those that passed are named, and all others', () => {
  const files = Array.from({ length: 60 }, (_, at) => ({
    path: `test/${at}.test.js`,
    package: 'one',
    runner: 'jest' as const,
    status: at === 59 ? ('failed' as const) : ('passed' as const),
    reason: '--all',
    tests: 1,
    duration: 1,
  }));
  const text = runText({ ...exampleRun, files, tests: [], problems: [], coverage: [] }, page);
  expect(text).toContain('✗  test/59.test.js');
  expect(text).toContain('and 39 more files that passed');
});

const packed: PackedRun = {
  kind: 'packed',
  root: '/a',
  packed: [
    { name: '@x/a', version: '1.0.0', files: 3, size: 1234, packedBy: 'pnpm 12', isNeededOnly: false },
    { name: '@x/b', version: '1.0.0', files: 2, size: 999, packedBy: 'pnpm 12', isNeededOnly: true },
  ],
  installations: [{ manager: 'npm', duration: 1500, warnings: ['npm warn deprecated c'] }],
  trials: [{ package: '@x/a', manager: 'npm', bins: [], imports: [], types: [] }],
  problems: [
    {
      package: '@x/a',
      manager: 'npm',
      severity: 'error',
      what: 'bin',
      subject: 'tool --help',
      reason: "crashed: Cannot find package 'd'",
    },
  ],
  notRun: [{ subject: 'pnpm', reason: 'pnpm is not installed' }],
  phases: { pack: 300, 'install and try': 2000 },
  duration: 2300,
};

test('packed packages: what works, what does not, and what was not tried', () => {
  expect(runText(packed, page)).toMatchInlineSnapshot(`
"  ✗  @x/a 1.0.0  3 files  1.2 kB  installed with npm; nothing in it to try
  –  @x/b 1.0.0  2 files  999 B   served for the others

  ✗ @x/a  bin tool --help (npm)
      crashed: Cannot find package 'd'

  npm says: npm warn deprecated c
  not run: pnpm: pnpm is not installed

1 package tried: 1 error (2.3 s; packed in 300 ms, npm installed in 1.5 s)
"
`);
});
