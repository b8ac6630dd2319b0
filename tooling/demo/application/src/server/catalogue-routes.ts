import { parseBook, type Book } from '../catalogue/book.ts';
import { normaliseIsbn } from '../catalogue/isbn.ts';
import { searchBooks } from '../catalogue/search.ts';
import type { Library } from '../library.ts';
import { Problem } from '../problem.ts';
import type { Route } from './router.ts';

export function catalogueRoutes({ books, desk }: Library): Route[] {
  const shown = (book: Book) => ({ ...book, copiesIn: desk.copiesIn(book) });
  return [
    {
      method: 'GET',
      path: '/books',
      answer: ({ query }) => ({
        status: 200,
        body: { books: searchBooks(books.all(), query.get('q') ?? '').map(shown) },
      }),
    },
    {
      method: 'GET',
      path: '/books/:isbn',
      answer: ({ parameters }) => {
        const isbn = normaliseIsbn(parameters['isbn'] ?? '');
        const book = books.get(isbn);
        if (book === undefined) throw new Problem(404, `No book has the ISBN ${isbn}`);
        return { status: 200, body: shown(book) };
      },
    },
    {
      method: 'POST',
      path: '/books',
      answer: ({ body }) => {
        const book = parseBook(body);
        if (books.get(book.isbn) !== undefined) throw new Problem(409, `ISBN ${book.isbn} is in the catalogue already`);
        books.put(book.isbn, book);
        return { status: 201, body: shown(book) };
      },
    },
  ];
}
