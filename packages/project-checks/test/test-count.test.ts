import { describe, expect, test } from '@jest/globals';
import { countTests } from '../src/index.ts';

describe('countTests', () => {
  test.each([
    ['node:test spec', 'ℹ tests 12\nℹ suites 0\nℹ pass 12\n', 12],
    ['node:test tap', '# tests 0\n# pass 0\n', 0],
    ['jest', 'Test Suites: 1 passed, 1 total\nTests:       1 failed, 4 passed, 5 total\n', 5],
    ['jest without tests', 'No tests found, exiting with code 0\n', 0],
    ['vitest', ' Test Files  1 passed (1)\n      Tests  3 passed | 1 skipped (4)\n', 4],
    ['vitest without tests', 'No test files found, exiting with code 0\n', 0],
    ['mocha', '  7 passing (20ms)\n  1 failing\n', 8],
    ['mocha without tests', '  0 passing (1ms)\n', 0],
    ['ava', '  3 tests passed\n', 3],
    ['pytest', '===== 3 passed, 1 skipped in 0.02s =====\n', 3],
    ['pytest without tests', '===== no tests ran in 0.01s =====\n', 0],
    ['cargo', 'test result: ok. 0 passed; 0 failed; 0 ignored\ntest result: ok. 2 passed; 0 failed;\n', 2],
    ['go', 'ok  \texample.org/a\t0.01s\n?   \texample.org/b\t[no test files]\n', 1],
    ['go without tests', '?   \texample.org/b\t[no test files]\n', 0],
    ['tap', 'ok 1 - a\nok 2 - b\n1..2\n', 2],
    ['coloured output', '\u001B[1mTests:\u001B[22m       \u001B[32m2 passed\u001B[39m, 2 total\n', 2],
    ['a linter', 'Found 0 warnings and 0 errors.\n', undefined],
    ['nothing', '', undefined],
  ])('understands %s', (_, output, count) => expect(countTests(output)).toBe(count));
});
