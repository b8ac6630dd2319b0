import { daysBetween, type CalendarDay } from '../time/calendar-day.ts';
import type { Loan } from './loan.ts';

/** In cents, so that no fee ever has a third of one. */
const feePerDay = 20;
const maximumFee = 1000;

/** What a loan costs when its book comes back on `today`, in cents. The due day itself is free. */
export function lateFee(loan: Pick<Loan, 'dueOn'>, today: CalendarDay): number {
  const daysLate = Math.max(0, daysBetween(loan.dueOn, today));
  return Math.min(daysLate * feePerDay, maximumFee);
}
