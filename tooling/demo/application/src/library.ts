import type { Book } from './catalogue/book.ts';
import { LendingDesk } from './loans/lending-desk.ts';
import type { Loan } from './loans/loan.ts';
import type { Member } from './members/member.ts';
import type { Collection, Store } from './store/store.ts';
import { systemClock, type Clock } from './time/calendar-day.ts';

/** All of a library over one store. */
export interface Library {
  store: Store;
  clock: Clock;
  books: Collection<Book>;
  members: Collection<Member>;
  loans: Collection<Loan>;
  desk: LendingDesk;
}

export function openLibrary(store: Store, clock: Clock = systemClock): Library {
  const books = store.collection<Book>('books');
  const members = store.collection<Member>('members');
  const loans = store.collection<Loan>('loans');
  return { store, clock, books, members, loans, desk: new LendingDesk({ books, members, loans, clock }) };
}
