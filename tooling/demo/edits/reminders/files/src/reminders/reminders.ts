import type { Library } from '../library.ts';
import type { Loan } from '../loans/loan.ts';
import { reminderChannel, type Member } from '../members/member.ts';
import type { ReservationQueue } from '../reservations/reservation-queue.ts';
import { daysBetween } from '../time/calendar-day.ts';

export interface Reminder {
  memberId: string;
  name: string;
  by: 'email' | 'letter';
  text: string;
}

const daysAhead = 2;

/** One reminder per book that is due soon, overdue, or reserved and back on the shelf. */
export function writeReminders(library: Library, queue: ReservationQueue): Reminder[] {
  return [...loanNotices(library), ...reservationNotices(library, queue)].flatMap(({ memberId, text }) => {
    const member = library.members.get(memberId);
    return member === undefined ? [] : addressed(member, text);
  });
}

interface Notice {
  memberId: string;
  text: string;
}

function loanNotices({ desk, books, clock }: Library): Notice[] {
  const today = clock();
  return desk.openLoans().flatMap((loan) => {
    const daysLeft = daysBetween(today, loan.dueOn);
    const title = books.get(loan.isbn)?.title ?? loan.isbn;
    return daysLeft > daysAhead ? [] : { memberId: loan.memberId, text: loanText(title, loan, daysLeft) };
  });
}

function loanText(title: string, loan: Loan, daysLeft: number): string {
  if (daysLeft > 0) return `${title} is due on ${loan.dueOn}`;
  if (daysLeft === 0) return `${title} is due today`;
  return `${title} was due on ${loan.dueOn}, ${daysLeft === -1 ? 'yesterday' : `${-daysLeft} days ago`}`;
}

function reservationNotices({ books, desk }: Library, queue: ReservationQueue): Notice[] {
  return books.all().flatMap((book) => {
    const next = queue.next(book.isbn);
    if (next === undefined || desk.copiesIn(book) === 0) return [];
    return { memberId: next.memberId, text: `${book.title} is back and waits for you` };
  });
}

function addressed(member: Member, text: string): Reminder[] {
  const by = reminderChannel(member);
  return by === 'never' ? [] : [{ memberId: member.id, name: member.name, by, text }];
}
