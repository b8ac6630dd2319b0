import type { Book } from './book.ts';

/** Books whose title or author has every word of `text`, by author and title. Case and accents do not matter. */
export function searchBooks(books: readonly Book[], text: string): Book[] {
  const words = plain(text).split(/\s+/).filter(Boolean);
  return books
    .filter((book) => words.every((word) => plain(`${book.title} ${book.author}`).includes(word)))
    .sort((a, b) => a.author.localeCompare(b.author) || a.title.localeCompare(b.title));
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();
}
