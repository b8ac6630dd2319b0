import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageOf, parsePageRequest } from '../../src/catalogue/page.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

describe('a page', () => {
  test('knows how many there are, and is empty after the last one', () => {
    assert.deepEqual(pageOf(letters, { page: 4, size: 2 }), { items: [], page: 4, pages: 3, total: 5 });
    assert.equal(pageOf(letters, { page: 1, size: 5 }).pages, 1);
    assert.equal(pageOf([], { page: 1, size: 5 }).pages, 0);
  });

  test('is the first, of twenty books, unless the query says otherwise', () => {
    assert.deepEqual(parsePageRequest(new URLSearchParams('')), { page: 1, size: 20 });
    assert.deepEqual(parsePageRequest(new URLSearchParams('page=2&size=50')), { page: 2, size: 50 });
  });

  test('is refused when its number makes no sense', () => {
    for (const query of ['page=0', 'page=two', 'page=-1', 'page=1.5', 'size=0', 'size=101']) {
      assert.throws(() => parsePageRequest(new URLSearchParams(query)), { status: 400 });
    }
  });
});
