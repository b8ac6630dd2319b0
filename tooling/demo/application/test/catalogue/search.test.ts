import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { searchBooks } from '../../src/catalogue/search.ts';
import { shelf } from '../shelf.ts';

describe('search', () => {
  const found = (text: string) => searchBooks(shelf, text).map((book) => book.title);

  test('wants every word, in the title or in the author', () => {
    assert.deepEqual(found('le guin'), ['The Dispossessed', 'The Left Hand of Darkness']);
    assert.deepEqual(found('guin darkness'), ['The Left Hand of Darkness']);
    assert.deepEqual(found('guin rulfo'), []);
  });

  test('minds neither case nor accents', () => {
    assert.deepEqual(found('PARAMO'), ['Pedro Páramo']);
  });

  test('finds the whole shelf, by author, when nothing is asked for', () => {
    assert.deepEqual(
      searchBooks(shelf, '').map((book) => book.author),
      ['Juan Rulfo', 'Mary Shelley', 'Stanisław Lem', 'Ursula K. Le Guin', 'Ursula K. Le Guin'],
    );
  });
});
