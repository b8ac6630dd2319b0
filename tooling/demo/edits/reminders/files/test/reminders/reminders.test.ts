import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { parseMember, reminderChannel } from '../../src/members/member.ts';
import { formatReminders } from '../../src/reminders/print-reminders.ts';
import { writeReminders } from '../../src/reminders/reminders.ts';
import { ReservationQueue } from '../../src/reservations/reservation-queue.ts';
import { openTestLibrary, solaris } from '../shelf.ts';

describe('reminders', () => {
  test('say when a book is due, from two days before', () => {
    const library = openTestLibrary();
    const queue = new ReservationQueue(library);
    library.desk.lend(solaris, 'M1');
    const textOn = (day: string) => {
      library.setDay(day);
      return writeReminders(library, queue)[0]?.text;
    };
    assert.equal(textOn('2026-03-20'), undefined);
    assert.equal(textOn('2026-03-21'), 'Solaris is due on 2026-03-23');
    assert.equal(textOn('2026-03-23'), 'Solaris is due today');
    assert.equal(textOn('2026-03-24'), 'Solaris was due on 2026-03-23, yesterday');
    assert.equal(textOn('2026-04-02'), 'Solaris was due on 2026-03-23, 10 days ago');
  });

  test('tell only the first in the line that a reserved book is back', () => {
    const library = openTestLibrary();
    const queue = new ReservationQueue(library);
    library.members.put('M3', { id: 'M3', name: 'Noor', joinedOn: '2026-02-14' });
    const { id } = library.desk.lend(solaris, 'M1');
    queue.reserve(solaris, 'M2');
    queue.reserve(solaris, 'M3');
    assert.deepEqual(writeReminders(library, queue), []);
    library.desk.giveBack(id);
    assert.deepEqual(writeReminders(library, queue), [
      { memberId: 'M2', name: 'Zoë', by: 'letter', text: 'Solaris is back and waits for you' },
    ]);
  });

  test('do not reach whoever wants none', () => {
    const library = openTestLibrary();
    library.members.put('M1', { id: 'M1', name: 'Ada', joinedOn: '2025-01-07', remindBy: 'never' });
    library.desk.lend(solaris, 'M1');
    library.setDay('2026-04-02');
    assert.deepEqual(writeReminders(library, new ReservationQueue(library)), []);
  });
});

describe('a member', () => {
  const channel = (input: unknown) => reminderChannel(parseMember(input, 'M7', '2026-03-02'));

  test('is reminded as chosen, else by e-mail where there is an address', () => {
    assert.equal(channel({ name: 'Zoë' }), 'letter');
    assert.equal(channel({ name: 'Zoë', email: 'zoe@example.org' }), 'email');
    assert.equal(channel({ name: 'Zoë', email: 'zoe@example.org', remindBy: 'letter' }), 'letter');
  });

  test('cannot choose what does not exist or cannot work', () => {
    assert.throws(() => channel({ name: 'Zoë', remindBy: 'pigeon' }), { status: 400 });
    assert.throws(() => channel({ name: 'Zoë', remindBy: 'email' }), /need an address/);
  });
});

test('the reminders of the sample data are printed, and none is said to be none', () => {
  const script = fileURLToPath(new URL('../../src/reminders/print-reminders.ts', import.meta.url));
  const data = fileURLToPath(new URL('../../data/library.json', import.meta.url));
  const printed = execFileSync(process.execPath, [script, data, '2026-11-22'], { encoding: 'utf8' });
  assert.match(printed, /^letter {2}Zoë Okafor: Solaris was due on 2026-11-02, 20 days ago$/m);
  assert.equal(formatReminders([]), 'Nobody needs to be reminded');
});
