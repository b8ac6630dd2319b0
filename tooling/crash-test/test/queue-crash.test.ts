import { expect, test } from '@jest/globals';
import { crashQueue } from '../src/queue-crash.ts';

test('the merge queue killed at lines of its journal, again and again, ends with the same commits and repeats no finished test', async () => {
  const whole = await crashQueue({});
  expect(whole.end).toMatchObject({ status: '', broken: '', worktrees: 4 });
  expect(whole.end['told']).toContain('integration-ended partial');
  const { kills, lines, ...crashed } = await crashQueue({ every: 4 });
  expect(lines).toBeGreaterThanOrEqual(whole.lines);
  expect(kills).toBeGreaterThan(1);
  expect(crashed).toEqual({ end: whole.end, tested: whole.tested });
}, 120_000);
