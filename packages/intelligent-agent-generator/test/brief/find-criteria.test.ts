import { describe, expect, test } from '@jest/globals';
import { findCriteria } from '../../src/brief/find-criteria.ts';

const npmTest = { purpose: 'test', command: 'npm test', folder: '.', foundIn: 'package.json scripts.test' } as const;

describe('findCriteria', () => {
  test('gives those of the request, then the checks of the repository', () => {
    expect(findCriteria('- [ ] the fee is shown', [npmTest])).toEqual([
      { text: 'the fee is shown', source: 'the request' },
      { text: 'the tests pass', command: 'npm test', folder: '.', source: 'package.json scripts.test' },
    ]);
  });

  test('finds the command in a criterion, and does not ask for it twice', () => {
    expect(findCriteria('- [ ] the value `fee` and `npm test` are fine', [npmTest])).toEqual([
      { text: 'the value `fee` and `npm test` are fine', command: 'npm test', folder: '.', source: 'the request' },
    ]);
  });

  test.each(['`pytest`', '`./scripts/check.sh all`', '`cargo test`', '`npx tsc --noEmit`'])('%s is a command', (text) =>
    expect(findCriteria(`- [ ] ${text}`, [])[0]?.command).toBe(text.replaceAll('`', '')),
  );

  test.each(['`node`', '`lateFee(loan)`', '`src/a.ts`', '`go`', 'npm test'])('%s is none', (text) =>
    expect(findCriteria(`- [ ] ${text}`, [])[0]).not.toHaveProperty('command'),
  );
});
