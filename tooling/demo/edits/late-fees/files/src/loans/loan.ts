import { addDays, type CalendarDay } from '../time/calendar-day.ts';

export interface Loan {
  id: string;
  isbn: string;
  memberId: string;
  lentOn: CalendarDay;
  /** The last day on which the book may come back. */
  dueOn: CalendarDay;
  returnedOn?: CalendarDay;
  renewals: number;
  /** Cents, fixed when the book came back; absent when it came back in time. */
  lateFee?: number;
}

export const loanDays = 21;
export const maximumRenewals = 2;

export function newLoan(loan: { id: string; isbn: string; memberId: string; lentOn: CalendarDay }): Loan {
  return { ...loan, dueOn: addDays(loan.lentOn, loanDays), renewals: 0 };
}

export function isOpen(loan: Loan): boolean {
  return loan.returnedOn === undefined;
}

/** A book due today is not overdue yet. */
export function isOverdue(loan: Loan, today: CalendarDay): boolean {
  return isOpen(loan) && loan.dueOn < today;
}
