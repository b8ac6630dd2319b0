import { describe, expect, test } from '@jest/globals';
import { tempRepo, type Files } from '@cdev/test-kit';
import { forecastMerges, mergeTrees } from '../../src/index.ts';

describe('forecastMerges', () => {
  test('says of every pair, in order, what a merge would say, and leaves nothing behind', async () => {
    const base = { 'one ö.txt': 'a\nb\nc\nd\n', two: '1\n', three: '1\n' };
    const branches: Record<string, Files> = {
      a: { 'one ö.txt': 'A\nb\nc\nd\n' },
      b: { 'one ö.txt': 'a\nb\nc\nD\n' },
      c: { 'one ö.txt': 'X\nb\nc\nd\n', two: '2\n' },
      d: { two: '3\n', four: '4\n' },
      e: { three: '3\n', four: '5\n' },
    };
    await using repo = await tempRepo(base, { branches });
    const names = Object.keys(branches);
    const pairs = names.flatMap((ours, at) => names.slice(at + 1).map((theirs) => ({ ours, theirs })));
    const objects = await repo.git('count-objects');
    const forecasts = await forecastMerges(repo.path, pairs, { workers: 3 });
    expect(await repo.git('count-objects')).toBe(objects);
    for (const [at, pair] of pairs.entries()) {
      const { isClean, conflicts } = await mergeTrees(repo.path, pair);
      expect(forecasts[at]).toMatchObject({ ...pair, isClean, conflicts });
    }
    expect(forecasts.filter(({ isClean }) => !isClean).map(({ ours, theirs }) => ours + theirs)).toEqual([
      'ac',
      'cd',
      'de',
    ]);
  });

  test('takes the same commit twice, its own ancestor and more workers than pairs', async () => {
    await using repo = await tempRepo({ a: 'a\n' }, { branches: { one: { b: 'b\n' } } });
    const pairs = [
      { ours: 'one', theirs: 'one' },
      { ours: 'main', theirs: 'one' },
    ];
    const forecasts = await forecastMerges(repo.path, pairs, { workers: 8 });
    expect(forecasts.map(({ isClean }) => isClean)).toEqual([true, true]);
    expect(await forecastMerges(repo.path, [])).toEqual([]);
  });

  test('names the branch that is not there', async () => {
    await using repo = await tempRepo({ a: 'a\n' });
    await expect(forecastMerges(repo.path, [{ ours: 'main', theirs: 'gone' }])).rejects.toMatchObject({
      code: 'CDEV_E_GIT_UNKNOWN_REVISION',
      details: { revision: 'gone' },
    });
  });
});
