import type { Library } from '../library.ts';
import { isOpen, isOverdue, type Loan } from '../loans/loan.ts';
import { daysBetween } from '../time/calendar-day.ts';

export interface Favourite {
  title: string;
  loans: number;
}

export interface LendingStatistics {
  loans: number;
  out: number;
  overdue: number;
  /** Days between lending and return, on the average; undefined as long as nothing has come back. */
  meanDays: number | undefined;
  /** The books lent most, most lent first. */
  favourites: Favourite[];
}

const favouriteCount = 5;

export function lendingStatistics({ loans, books, clock }: Library): LendingStatistics {
  const all = loans.all();
  return {
    loans: all.length,
    out: all.filter(isOpen).length,
    overdue: all.filter((loan) => isOverdue(loan, clock())).length,
    meanDays: meanDays(all),
    favourites: favourites(all, (isbn) => books.get(isbn)?.title ?? isbn),
  };
}

function meanDays(loans: readonly Loan[]): number | undefined {
  const days = loans.flatMap(({ lentOn, returnedOn }) =>
    returnedOn === undefined ? [] : daysBetween(lentOn, returnedOn),
  );
  return days.length === 0 ? undefined : days.reduce((sum, count) => sum + count, 0) / days.length;
}

function favourites(loans: readonly Loan[], titleOf: (isbn: string) => string): Favourite[] {
  return [...Map.groupBy(loans, ({ isbn }) => isbn)]
    .map(([isbn, lent]) => ({ title: titleOf(isbn), loans: lent.length }))
    .sort((a, b) => b.loans - a.loans || a.title.localeCompare(b.title))
    .slice(0, favouriteCount);
}
