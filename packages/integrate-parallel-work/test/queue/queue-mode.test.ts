import { describe, expect, test } from '@jest/globals';
import { chanceOfBreak, chooseMode, expectedRuns, nextPrefixes, slotsFor } from '../../src/index.ts';

describe('how a queue is gone through', () => {
  test.each([
    [{ count: 8, chance: 0.05, slots: 1 }, 'halves'],
    [{ count: 16, chance: 0.3, slots: 1 }, 'one-by-one'],
    [{ count: 1, chance: 0.05, slots: 1 }, 'one-by-one'],
    [{ count: 8, chance: 0.05, slots: 4 }, 'spaced'],
    [{ count: 8, chance: 0.25, slots: 4 }, 'prefixes'],
  ] as const)('%j: %s', (outlook, mode) => {
    expect(chooseMode(outlook)).toMatchObject({ mode, reason: expect.stringMatching(/\d %/) });
  });

  test('batches are worth it up to the chance at which they cost as much as one by one', () => {
    // N: 4, 8, 16 break even at .24, .20, .185.
    for (const [count, chance] of [
      [4, 0.24],
      [8, 0.2],
      [16, 0.185],
    ] as const) {
      expect(chooseMode({ count, chance: chance - 0.02, slots: 1 }).mode).toBe('halves');
      expect(chooseMode({ count, chance: chance + 0.02, slots: 1 }).mode).toBe('one-by-one');
    }
    expect(expectedRuns('halves', { count: 8, chance: 0.1, slots: 1 })).toBeCloseTo(5.0, 1);
  });

  test('the chance of a break starts low and follows what is seen', () => {
    expect(chanceOfBreak({ broken: 0, passed: 0 })).toBe(0.05);
    expect(chanceOfBreak({ broken: 10, passed: 10 })).toBeCloseTo(0.275);
    expect(slotsFor({ cores: 8, busy: 2.5 })).toBe(3);
    expect(slotsFor({ cores: 2, busy: 4 })).toBe(1);
  });

  test.each([
    ['halves', 1, 0, undefined, 8, [8]],
    ['halves', 1, 0, 8, 8, [4]],
    ['halves', 1, 4, 6, 8, [5]],
    ['one-by-one', 1, 2, undefined, 8, [3]],
    ['spaced', 4, 0, undefined, 8, [2, 4, 6, 8]],
    ['spaced', 4, 0, undefined, 3, [1, 2, 3]],
    ['spaced', 4, 4, 6, 8, [5]],
    ['spaced', 2, 0, 7, 8, [2, 5]],
    ['prefixes', 3, 1, undefined, 8, [2, 3, 4]],
  ] as const)('%s with %d slots after %d, before %p of %d: %j', (mode, slots, passing, failing, count, expected) => {
    expect(nextPrefixes({ mode, slots, passing, failing, count })).toEqual(expected);
  });
});
