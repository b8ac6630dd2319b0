import { Problem } from '../problem.ts';
import type { CalendarDay } from '../time/calendar-day.ts';

const channels = ['email', 'letter', 'never'] as const;

/** How a member wants to be reminded. */
export type ReminderChannel = (typeof channels)[number];

export interface Member {
  id: string;
  name: string;
  email?: string;
  joinedOn: CalendarDay;
  remindBy?: ReminderChannel;
}

/** Reads a new member from outside, and says what is wrong with it. */
export function parseMember(input: unknown, id: string, joinedOn: CalendarDay): Member {
  const { name, email, remindBy } = (input ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '') throw new Problem(400, 'A member needs a name');
  const member: Member = { id, name: name.trim(), joinedOn };
  if (email !== undefined) member.email = parseEmail(email);
  if (remindBy !== undefined) member.remindBy = parseChannel(remindBy, member);
  return member;
}

/** What the member chose, else e-mail for those who gave an address. */
export function reminderChannel(member: Member): ReminderChannel {
  return member.remindBy ?? (member.email === undefined ? 'letter' : 'email');
}

function parseEmail(email: unknown): string {
  if (typeof email !== 'string' || !/^\S+@\S+\.\S+$/.test(email)) {
    throw new Problem(400, `'${String(email)}' is not an e-mail address`);
  }
  return email;
}

function parseChannel(remindBy: unknown, member: Member): ReminderChannel {
  const channel = channels.find((known) => known === remindBy);
  if (channel === undefined) throw new Problem(400, `Reminders go out by ${channels.join(', ')}`);
  if (channel === 'email' && member.email === undefined) throw new Problem(400, 'Reminders by e-mail need an address');
  return channel;
}
