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

test('killed where it has just noted, or half noted, that an import lost its export, it writes the same task once and tests nothing again', async () => {
  const whole = await crashQueue({ scene: 'imports' });
  expect(whole.end).toMatchObject({ status: '', broken: '', worktrees: 4 });
  expect(whole.end['told']).toEqual(expect.arrayContaining(['a ejected', 'integration-ended partial']));
  expect(whole.end['handOffs']).toEqual({
    'a--b.md': expect.stringContaining('b imports `total` from `a/total.ts`, and a took it out there.'),
  });
  for (const torn of [false, true]) {
    const { end, tested, kills } = await crashQueue({ scene: 'imports', type: 'ejected', torn });
    expect({ end, tested, kills }).toEqual({ end: whole.end, tested: whole.tested, kills: 1 });
  }
}, 120_000);
