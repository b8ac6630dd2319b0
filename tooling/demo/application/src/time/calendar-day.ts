import { Problem } from '../problem.ts';

/** A day as people write it on a slip: `2026-03-14`. It has no hours and no time zone. */
export type CalendarDay = string;

/** Tells which day it is, so that tests need not wait three weeks. */
export type Clock = () => CalendarDay;

const dayLength = 24 * 60 * 60 * 1000;

export const systemClock: Clock = () => new Date().toISOString().slice(0, 10);

export function addDays(day: CalendarDay, count: number): CalendarDay {
  return new Date(Date.parse(day) + count * dayLength).toISOString().slice(0, 10);
}

/** How many nights lie between two days; negative when `to` comes first. */
export function daysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / dayLength);
}

export function parseDay(text: string): CalendarDay {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(day) || new Date(day).toISOString().slice(0, 10) !== text) {
    throw new Problem(400, `'${text}' is not a day like 2026-03-14`);
  }
  return text;
}
