import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createApplication } from '../../src/server/application.ts';
import { openTestLibrary, solaris } from '../shelf.ts';

interface BooksBody {
  books: { title: string; copiesIn: number }[];
}

describe('the catalogue', () => {
  test('is searched, and says how many copies are in', () => {
    const library = openTestLibrary();
    library.desk.lend(solaris, 'M1');
    const { status, body } = createApplication(library)({ method: 'GET', url: '/books?q=solaris' });
    const [book] = (body as BooksBody).books;
    assert.equal(status, 200);
    assert.deepEqual({ title: book?.title, copiesIn: book?.copiesIn }, { title: 'Solaris', copiesIn: 0 });
  });

  test('lists a small shelf in one answer', () => {
    const { body } = createApplication(openTestLibrary())({ method: 'GET', url: '/books' });
    assert.equal((body as BooksBody).books.length, 5);
  });

  test('takes a new book once', () => {
    const application = createApplication(openTestLibrary());
    const book = { isbn: '978-0-14-143954-9', title: 'Middlemarch', author: 'George Eliot' };
    assert.equal(application({ method: 'POST', url: '/books', body: book }).status, 201);
    assert.equal(application({ method: 'POST', url: '/books', body: book }).status, 409);
    assert.equal(application({ method: 'GET', url: '/books/9780141439549' }).status, 200);
  });

  test('says what is wrong with a request', () => {
    const application = createApplication(openTestLibrary());
    assert.deepEqual(application({ method: 'GET', url: '/books/123' }), {
      status: 400,
      body: { error: "'123' is not an ISBN of 13 digits" },
    });
    assert.equal(application({ method: 'GET', url: '/books/9780141439549' }).status, 404);
    assert.equal(application({ method: 'GET', url: '/books/%E0%A4%A' }).status, 400);
  });
});
