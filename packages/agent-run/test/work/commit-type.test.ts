import { expect, test } from '@jest/globals';
import { commitType } from '../../src/work/commit-type.ts';

test.each([
  ['feat', 'Late fees on return', ['src/fee.ts', 'test/fee.test.ts']],
  ['docs', 'Describe late fees', ['docs/fees.md', 'README.md']],
  ['test', 'Cover late fees', ['test/fee.test.ts', 'src/__tests__/a.js', 'pkg/fee_test.go', 'tests/test_fee.py']],
  ['build', 'Newer dependencies', ['package.json', 'pnpm-lock.yaml']],
  ['ci', 'Cache the store', ['.github/workflows/ci.yml']],
  ['fix', 'Fix the rounding of fees', ['src/fee.ts']],
  ['fix', 'Corrects the total', ['src/fee.ts', 'docs/fees.md']],
  ['refactor', 'Rename Fee to Charge', ['src/fee.ts']],
  ['perf', 'Speed up the search', ['src/search.ts']],
  ['feat', 'Prefix all names', ['src/names.ts']],
  ['feat', 'Anything', []],
])('%s: %s', (type, title, files) => {
  expect(commitType(title, files)).toBe(type);
});
