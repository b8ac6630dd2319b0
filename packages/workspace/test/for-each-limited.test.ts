import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { forEachLimited } from '../src/for-each-limited.ts';

describe('forEachLimited', () => {
  test('runs as many at once as allowed, and all of them', async () => {
    let running = 0;
    let most = 0;
    const done: number[] = [];
    await forEachLimited([1, 2, 3, 4, 5, 6, 7], 3, async (item, position) => {
      most = Math.max(most, (running += 1));
      await pause(2);
      running -= 1;
      done.push(item * 10 + position);
    });
    expect(most).toBe(3);
    expect(done.toSorted((a, b) => a - b)).toEqual([10, 21, 32, 43, 54, 65, 76]);
  });

  test('lets the others go on when one fails, and throws the failure of the first in the list', async () => {
    const done: number[] = [];
    const action = async (item: number): Promise<void> => {
      await pause(item === 1 ? 20 : 1);
      if (item < 3) throw new Error(`failed ${item}`);
      done.push(item);
    };
    await expect(forEachLimited([1, 2, 3, 4], 2, action)).rejects.toThrow('failed 1');
    expect(done).toEqual([3, 4]);
  });

  test('does nothing with nothing, and works one by one when the limit makes no sense', async () => {
    await forEachLimited([], 4, () => Promise.reject(new Error('never')));
    const done: string[] = [];
    await forEachLimited(['a', 'b'], 0, async (item) => void done.push(item));
    expect(done).toEqual(['a', 'b']);
  });
});
