import { openLibrary } from '../library.ts';
import { ReservationQueue } from '../reservations/reservation-queue.ts';
import { fileStore } from '../store/file-store.ts';
import { parseDay, systemClock } from '../time/calendar-day.ts';
import { writeReminders, type Reminder } from './reminders.ts';

export function formatReminders(reminders: readonly Reminder[]): string {
  if (reminders.length === 0) return 'Nobody needs to be reminded';
  return reminders.map(({ by, name, text }) => `${by.padEnd(6)}  ${name}: ${text}`).join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const [path = 'data/library.json', day] = process.argv.slice(2);
  const library = openLibrary(fileStore(path), day === undefined ? systemClock : () => parseDay(day));
  console.log(formatReminders(writeReminders(library, new ReservationQueue(library))));
}
