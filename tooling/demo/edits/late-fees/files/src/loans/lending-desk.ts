import type { Book } from '../catalogue/book.ts';
import type { Member } from '../members/member.ts';
import { Problem } from '../problem.ts';
import type { Collection } from '../store/store.ts';
import { addDays, type Clock } from '../time/calendar-day.ts';
import { lateFee } from './late-fee.ts';
import { isOpen, isOverdue, loanDays, maximumRenewals, newLoan, type Loan } from './loan.ts';

export interface LendingRecords {
  books: Collection<Book>;
  members: Collection<Member>;
  loans: Collection<Loan>;
  clock: Clock;
}

/** Where books go out and come back. */
export class LendingDesk {
  readonly #records: LendingRecords;

  constructor(records: LendingRecords) {
    this.#records = records;
  }

  lend(isbn: string, memberId: string): Loan {
    const { books, members, loans, clock } = this.#records;
    const book = books.get(isbn);
    if (book === undefined) throw new Problem(404, `No book has the ISBN ${isbn}`);
    if (members.get(memberId) === undefined) throw new Problem(404, `No member has the number ${memberId}`);
    if (this.copiesIn(book) === 0) throw new Problem(409, `All copies of ${book.title} are out`);
    const loan = newLoan({ id: `L${loans.all().length + 1}`, isbn, memberId, lentOn: clock() });
    loans.put(loan.id, loan);
    return loan;
  }

  renew(loanId: string): Loan {
    const loan = this.#openLoan(loanId);
    if (isOverdue(loan, this.#records.clock())) throw new Problem(409, 'An overdue book cannot be renewed');
    if (loan.renewals >= maximumRenewals) throw new Problem(409, `A loan is renewed ${maximumRenewals} times at most`);
    return this.#keep({ ...loan, dueOn: addDays(loan.dueOn, loanDays), renewals: loan.renewals + 1 });
  }

  giveBack(loanId: string): Loan {
    const loan = this.#openLoan(loanId);
    const today = this.#records.clock();
    const fee = lateFee(loan, today);
    return this.#keep({ ...loan, returnedOn: today, ...(fee > 0 && { lateFee: fee }) });
  }

  /** All late fees of a member together, in cents. */
  feesOf(memberId: string): number {
    const loans = this.#records.loans.all().filter((loan) => loan.memberId === memberId);
    return loans.reduce((sum, loan) => sum + (loan.lateFee ?? 0), 0);
  }

  /** Loans of books that are still out, oldest first. */
  openLoans(): Loan[] {
    return this.#records.loans.all().filter(isOpen);
  }

  /** How many copies stand on the shelf now. */
  copiesIn(book: Book): number {
    return book.copies - this.openLoans().filter((loan) => loan.isbn === book.isbn).length;
  }

  #openLoan(loanId: string): Loan {
    const loan = this.#records.loans.get(loanId);
    if (loan === undefined) throw new Problem(404, `No loan has the number ${loanId}`);
    if (!isOpen(loan)) throw new Problem(409, `The book of loan ${loanId} is back already`);
    return loan;
  }

  #keep(loan: Loan): Loan {
    this.#records.loans.put(loan.id, loan);
    return loan;
  }
}
