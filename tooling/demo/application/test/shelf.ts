import type { Book } from '../src/catalogue/book.ts';
import { openLibrary, type Library } from '../src/library.ts';
import { memoryStore } from '../src/store/store.ts';
import type { CalendarDay } from '../src/time/calendar-day.ts';

export const shelf: Book[] = [
  { isbn: '9780441478125', title: 'The Left Hand of Darkness', author: 'Ursula K. Le Guin', copies: 2 },
  { isbn: '9780061054884', title: 'The Dispossessed', author: 'Ursula K. Le Guin', copies: 1 },
  { isbn: '9780141439471', title: 'Frankenstein', author: 'Mary Shelley', copies: 1 },
  { isbn: '9780802133908', title: 'Pedro Páramo', author: 'Juan Rulfo', copies: 1 },
  { isbn: '9780156027601', title: 'Solaris', author: 'Stanisław Lem', copies: 1 },
];

export const solaris = '9780156027601';
export const frankenstein = '9780141439471';

/** A library with the shelf above and two members, on a day that the test can move. */
export function openTestLibrary(): Library & { setDay: (day: CalendarDay) => void } {
  let today = '2026-03-02';
  const library = openLibrary(memoryStore(), () => today);
  for (const book of shelf) library.books.put(book.isbn, book);
  library.members.put('M1', { id: 'M1', name: 'Ada', joinedOn: '2025-01-07' });
  library.members.put('M2', { id: 'M2', name: 'Zoë', joinedOn: '2025-11-20' });
  return { ...library, setDay: (day) => void (today = day) };
}
