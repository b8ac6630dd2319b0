import { describe, expect, test } from '@jest/globals';
import { testAtOnce } from '../../src/queue/test-at-once.ts';

/** Tests that come to an end when they are told to, or stopped. */
function controlled() {
  const told: string[] = [];
  const ends = new Map<number, PromiseWithResolvers<boolean>>();
  const test = async (at: number, stop: AbortSignal): Promise<boolean | undefined> => {
    const end = Promise.withResolvers<boolean>();
    ends.set(at, end);
    const stopped = new Promise<undefined>((resolve) =>
      stop.addEventListener('abort', () => (told.push(`stop ${at}`), resolve(undefined))),
    );
    return Promise.race([end.promise, stopped]);
  };
  return { told, test, end: (at: number, isGood: boolean) => ends.get(at)?.resolve(isGood), ends };
}

describe('tests at once', () => {
  test('one that passes stops the shorter ones, and one that fails the longer ones', async () => {
    const { told, test: run, end } = controlled();
    const done = testAtOnce([2, 4, 6, 8], run, { whole: undefined });
    end(4, true);
    await Promise.resolve();
    end(6, false);
    expect(await done).toEqual([
      { at: 4, isGood: true },
      { at: 6, isGood: false },
    ]);
    expect(told).toEqual(['stop 2', 'stop 8']);
  });

  test('but not the whole, which decides', async () => {
    const { told, test: run, end } = controlled();
    const done = testAtOnce([2, 4, 8], run, { whole: 8 });
    end(2, false);
    await new Promise(setImmediate);
    expect(told).toEqual(['stop 4']);
    end(8, true);
    expect(await done).toEqual([
      { at: 2, isGood: false },
      { at: 8, isGood: true },
    ]);
  });

  test('one that comes to nothing ends all, and is told when they have ended', async () => {
    const { told, test: run, ends } = controlled();
    const done = testAtOnce([1, 2], run, { whole: 2 });
    ends.get(1)?.reject(new Error('no room'));
    await expect(done).rejects.toThrow('no room');
    expect(told).toEqual(['stop 1', 'stop 2']);
  });
});
