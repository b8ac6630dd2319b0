import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { reviewText } from '../src/human.ts';

const page = { style: createStyle(false), columns: 100 };

test('a paragraph a group', () => {
  const group = {
    code: 'CDEV_E_ONE_LOST',
    level: 'error',
    title: 'It is lost',
    cause: 'disk full',
    isUnknown: true,
    isNew: true,
    count: 3,
    first: '2026-11-20T10:00:00.000Z',
    last: '2026-11-21T12:30:00.000Z',
    scripts: ['cdev-one'],
    versions: ['1.0.0', '1.1.0', '2.0.0'],
    hosts: ['ada'],
    steps: ['Look for it'],
    example: 'x is lost',
  } as const;
  expect(reviewText({ since: '2026-11-01T00:00:00Z', runs: 40, groups: [group] }, page))
    .toBe(`✗ It is lost  unknown  new  3×
  CDEV_E_ONE_LOST
  cdev-one, 1.0.0 … 2.0.0, on ada; 2026-11-20 10:00 to 2026-11-21 12:30 (26 h 30 min)
  because: disk full
  said: x is lost
  → Look for it

1 group, 1 unknown, 1 new; 3 errors in 40 runs since 2026-11-01
`);
  expect(reviewText({ since: '2026-11-01T00:00:00Z', runs: 40, groups: [] }, page)).toBe(
    '✓ No error in 40 runs since 2026-11-01\n',
  );
});
