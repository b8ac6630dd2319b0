import { expect, test } from '@jest/globals';
import { someUnits } from '../../src/rank/some-units.ts';
import { createTermIndex } from '../../src/rank/term-index.ts';

test('some units of an index are the index of those alone', () => {
  const units = ['a b b', 'c', '', 'b d a a', 'e c'].map((words) => words.split(' ').filter(Boolean));
  const all = createTermIndex();
  for (const words of units) all.add(words);
  const { data } = all.finish();
  for (const chosen of [[], [1], [0, 2, 3], [1, 3, 4], [0, 1, 2, 3, 4]]) {
    const alone = createTermIndex(data);
    for (const unit of chosen) alone.addKept(unit);
    const some = someUnits(data, chosen);
    const expected = alone.finish();
    expect(some.data).toEqual(expected.data);
    expect(some.averageLength).toBe(expected.averageLength);
    expect(some.postings('b')).toEqual(expected.postings('b'));
  }
});
