import { describe, expect, test } from '@jest/globals';
import { chanceOfBreak, chooseMode, expectedCost, nextPrefixes, slotsFor } from '../../src/index.ts';

describe('how a queue is gone through', () => {
  test.each([
    [{ count: 8, chance: 0.05, slots: 1 }, 'halves', 'all at once and halved on failure is 2.5 runs, not 8'],
    [{ count: 16, chance: 0.3, slots: 1 }, 'one-by-one', 'batches would save nothing'],
    [{ count: 1, chance: 0.05, slots: 1 }, 'one-by-one', '5 % of candidates break'],
    [{ count: 8, chance: 0.05, slots: 4 }, 'spaced', '4 at once, evenly spaced prefixes are 1.7 rounds'],
    [{ count: 8, chance: 0.25, slots: 4 }, 'prefixes', 'the next prefixes are 3.3 rounds'],
    [{ count: 32, chance: 0.1, slots: 8 }, 'prefixes', '6.1 rounds'],
  ] as const)('%j: %s', (outlook, mode, reason) => {
    expect(chooseMode(outlook)).toMatchObject({ mode, reason: expect.stringContaining(reason) });
  });

  test('batches are worth it up to the chance at which they cost as much as one by one', () => {
    for (const [count, chance] of [
      [4, 0.31],
      [8, 0.26],
      [16, 0.22],
    ] as const) {
      expect(chooseMode({ count, chance: chance - 0.02, slots: 1 }).mode).toBe('halves');
      expect(chooseMode({ count, chance: chance + 0.02, slots: 1 }).mode).toBe('one-by-one');
    }
  });

  test.each([
    // Means of 20,000 simulated queues that are none of this project's.
    ['spaced', 8, 0.02, 2, 2.6, 1.4],
    ['spaced', 8, 0.1, 2, 5.0, 2.8],
    ['spaced', 8, 0.1, 4, 6.9, 2.4],
    ['spaced', 8, 0.25, 4, 10.8, 4.1],
    ['spaced', 16, 0.25, 8, 33.2, 6.9],
    ['prefixes', 8, 0.1, 4, 9.2, 2.6],
    ['prefixes', 16, 0.1, 4, 18.5, 5.0],
    ['prefixes', 16, 0.25, 8, 32.5, 5.0],
    ['one-by-one', 16, 0.25, 1, 16, 16],
  ] as const)(
    '%s of %d with chance %f and %d at once costs %f runs and %f rounds',
    (mode, count, chance, slots, runs, rounds) => {
      const cost = expectedCost(mode, { count, chance, slots });
      expect(cost.runs).toBeCloseTo(runs, 0);
      expect(cost.rounds).toBeCloseTo(rounds, 1);
    },
  );

  test('the chance of a break starts low and follows what is seen', () => {
    expect(chanceOfBreak({ broken: 0, passed: 0 })).toBe(0.05);
    expect(chanceOfBreak({ broken: 10, passed: 10 })).toBeCloseTo(0.275);
    expect(slotsFor({ cores: 8, busy: 2.5 })).toBe(3);
    expect(slotsFor({ cores: 2, busy: 4 })).toBe(1);
    expect(slotsFor({ cores: 2, busy: 1.9 })).toBe(1);
    expect(slotsFor({ cores: 2, busy: 1.05 })).toBe(2);
    expect(slotsFor({ cores: 2, busy: 0.01 })).toBe(4);
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
