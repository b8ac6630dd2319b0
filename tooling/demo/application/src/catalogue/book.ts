import { Problem } from '../problem.ts';
import { normaliseIsbn } from './isbn.ts';

export interface Book {
  isbn: string;
  title: string;
  author: string;
  /** How many copies the library owns, lent ones included. */
  copies: number;
}

/** Reads a book from outside, and says what is wrong with it. */
export function parseBook(input: unknown): Book {
  const { isbn, title, author, copies = 1 } = (input ?? {}) as Record<string, unknown>;
  if (typeof title !== 'string' || title.trim() === '') throw new Problem(400, 'A book needs a title');
  if (typeof author !== 'string' || author.trim() === '') throw new Problem(400, 'A book needs an author');
  if (typeof copies !== 'number' || !Number.isInteger(copies) || copies < 1) {
    throw new Problem(400, 'A book needs at least one copy');
  }
  return { isbn: normaliseIsbn(String(isbn)), title: title.trim(), author: author.trim(), copies };
}
