import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseBook } from '../../src/catalogue/book.ts';
import { normaliseIsbn } from '../../src/catalogue/isbn.ts';

describe('an ISBN', () => {
  test('loses its hyphens and spaces', () => {
    assert.equal(normaliseIsbn('978-0-14-143947-1'), '9780141439471');
    assert.equal(normaliseIsbn('978 0141439471'), '9780141439471');
  });

  test('is refused when it is too short or its check digit does not fit', () => {
    assert.throws(() => normaliseIsbn('0141439471'), /13 digits/);
    assert.throws(() => normaliseIsbn('9780141439472'), /check digit/);
  });
});

describe('a book', () => {
  test('is one copy unless it says how many', () => {
    assert.deepEqual(parseBook({ isbn: '978-0-14-143947-1', title: ' Frankenstein ', author: 'Mary Shelley' }), {
      isbn: '9780141439471',
      title: 'Frankenstein',
      author: 'Mary Shelley',
      copies: 1,
    });
  });

  test('is refused without a title, an author or a copy', () => {
    const book = { isbn: '9780141439471', title: 'Frankenstein', author: 'Mary Shelley' };
    assert.throws(() => parseBook(undefined), /title/);
    assert.throws(() => parseBook({ ...book, author: ' ' }), /author/);
    assert.throws(() => parseBook({ ...book, copies: 0 }), /copy/);
  });
});
