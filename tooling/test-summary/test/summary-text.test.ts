import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { summaryText } from '../src/summary-text.ts';

const plain = createStyle(false);
const suite = {
  package: '@cdev/one',
  file: 'test/a.test.ts',
  passed: 12,
  failed: 0,
  skipped: 0,
  duration: 1234,
  failures: [],
};

test('lists every suite and ends with the sum', () => {
  const text = summaryText(
    { suites: [suite, { ...suite, file: 'test/b.test.ts', passed: 1, duration: 5 }], cpu: 0, notRun: [] },
    plain,
  );
  expect(text).toBe(
    [
      '✓  @cdev/one  test/a.test.ts  12 passed  1.2 s',
      '✓             test/b.test.ts  1 passed   5 ms',
      '',
      '13 passed, 0 failed',
      '',
    ].join('\n'),
  );
});

test('says what the suites cost, and which cost most', () => {
  const costly = Array.from({ length: 12 }, (_, cpu) => ({ ...suite, file: `test/${cpu}.test.ts`, cpu }));
  const lines = summaryText({ suites: costly, cpu: 70.4, notRun: [] }, plain).split('\n').slice(12);
  expect(lines.slice(0, 4)).toEqual(['', '70 s of CPU, most of it for', '', '11.0 s  @cdev/one  test/11.test.ts']);
  expect(lines.slice(12)).toEqual(['2.0 s   @cdev/one  test/2.test.ts', '', '144 passed, 0 failed', '']);
});

test('counts a package that was not run as a failure and names skipped tests only when there are any', () => {
  const notRun = [{ package: '@cdev/two', why: 'what it needs could not be built' }];
  const text = summaryText({ suites: [{ ...suite, failed: 2, skipped: 3 }], cpu: 0, notRun }, plain);
  expect(text).toContain('✗ @cdev/two was not run: what it needs could not be built');
  expect(text).toMatch(/\n12 passed, 3 failed, 3 skipped\n$/);
});

test('says what failed just above the sum, for whoever sees only the end', () => {
  const failures = [
    { title: 'adds up', message: 'Expected: 1\nReceived: 2\n' },
    { message: Array.from({ length: 30 }, (_, line) => `line ${line + 1}`).join('\n') },
  ];
  const lines = summaryText({ suites: [{ ...suite, failed: 2, failures }], cpu: 0, notRun: [] }, plain).split('\n');
  expect(lines.slice(1, 10)).toEqual([
    '',
    'Failed',
    '',
    '✗ @cdev/one test/a.test.ts › adds up',
    '    Expected: 1',
    '    Received: 2',
    '',
    '✗ @cdev/one test/a.test.ts › the file could not be run',
    '    line 1',
  ]);
  expect(lines.slice(-6)).toEqual(['    line 25', '    … 5 more lines', '', '', '12 passed, 2 failed', '']);
});
