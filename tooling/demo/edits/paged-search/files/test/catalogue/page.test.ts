import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { pageOf, parsePageRequest } from '../../src/catalogue/page.ts';
import { createApplication } from '../../src/server/application.ts';
import { openTestLibrary } from '../shelf.ts';

const letters = ['a', 'b', 'c', 'd', 'e'];

describe('a page', () => {
  test('begins where the one before it ended, and the first at the beginning', () => {
    assert.deepEqual(pageOf(letters, { page: 1, size: 2 }).items, ['a', 'b']);
    assert.deepEqual(pageOf(letters, { page: 2, size: 2 }).items, ['c', 'd']);
    assert.deepEqual(pageOf(letters, { page: 3, size: 2 }).items, ['e']);
  });

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

test('all pages of the catalogue together have every book once, in the order of the search', () => {
  const application = createApplication(openTestLibrary());
  const titles = (url: string) =>
    (application({ method: 'GET', url }).body as { books: { title: string }[] }).books.map(({ title }) => title);
  const pages = [1, 2, 3].flatMap((page) => titles(`/books?size=2&page=${page}`));
  assert.deepEqual(pages, titles('/books'));
  assert.equal(new Set(pages).size, 5);
});
