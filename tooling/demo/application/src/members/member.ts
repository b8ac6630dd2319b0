import { Problem } from '../problem.ts';
import type { CalendarDay } from '../time/calendar-day.ts';

export interface Member {
  id: string;
  name: string;
  email?: string;
  joinedOn: CalendarDay;
}

/** Reads a new member from outside, and says what is wrong with it. */
export function parseMember(input: unknown, id: string, joinedOn: CalendarDay): Member {
  const { name, email } = (input ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '') throw new Problem(400, 'A member needs a name');
  const member: Member = { id, name: name.trim(), joinedOn };
  if (email !== undefined) member.email = parseEmail(email);
  return member;
}

function parseEmail(email: unknown): string {
  if (typeof email !== 'string' || !/^\S+@\S+\.\S+$/.test(email)) {
    throw new Problem(400, `'${String(email)}' is not an e-mail address`);
  }
  return email;
}
