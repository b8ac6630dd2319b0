import { randomUUID } from 'node:crypto';
import type { Library } from '../library.ts';
import { Problem } from '../problem.ts';
import type { Collection } from '../store/store.ts';
import type { CalendarDay } from '../time/calendar-day.ts';

export interface Reservation {
  id: string;
  isbn: string;
  memberId: string;
  reservedOn: CalendarDay;
}

/** The lines of members who wait for books that are out. */
export class ReservationQueue {
  readonly #library: Library;
  readonly #reservations: Collection<Reservation>;

  constructor(library: Library) {
    this.#library = library;
    this.#reservations = library.store.collection<Reservation>('reservations');
  }

  reserve(isbn: string, memberId: string): Reservation {
    const { books, members, desk, clock } = this.#library;
    const book = books.get(isbn);
    if (book === undefined) throw new Problem(404, `No book has the ISBN ${isbn}`);
    if (members.get(memberId) === undefined) throw new Problem(404, `No member has the number ${memberId}`);
    if (desk.copiesIn(book) > 0) throw new Problem(409, `${book.title} is on the shelf and can be borrowed now`);
    if (this.line(isbn).some((reservation) => reservation.memberId === memberId)) {
      throw new Problem(409, `Member ${memberId} waits for ${book.title} already`);
    }
    const reservation = { id: randomUUID(), isbn, memberId, reservedOn: clock() };
    this.#reservations.put(reservation.id, reservation);
    return reservation;
  }

  cancel(id: string): void {
    if (!this.#reservations.remove(id)) throw new Problem(404, `No reservation has the number ${id}`);
  }

  /** Everybody who waits for a book; who came first is first. */
  line(isbn: string): Reservation[] {
    return this.#reservations.all().filter((reservation) => reservation.isbn === isbn);
  }

  next(isbn: string): Reservation | undefined {
    return this.line(isbn)[0];
  }
}
