import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ReservationQueue } from '../../src/reservations/reservation-queue.ts';
import { createApplication } from '../../src/server/application.ts';
import { frankenstein, openTestLibrary, solaris } from '../shelf.ts';

function openWithSolarisOut() {
  const library = openTestLibrary();
  library.members.put('M3', { id: 'M3', name: 'Noor', joinedOn: '2026-02-14' });
  library.desk.lend(solaris, 'M1');
  return { library, queue: new ReservationQueue(library) };
}

describe('the reservation queue', () => {
  test('serves whoever came first, and moves the others up when one leaves', () => {
    const { queue } = openWithSolarisOut();
    const first = queue.reserve(solaris, 'M2');
    queue.reserve(solaris, 'M3');
    assert.equal(queue.next(solaris)?.memberId, 'M2');
    queue.cancel(first.id);
    assert.equal(queue.next(solaris)?.memberId, 'M3');
    assert.throws(() => queue.cancel(first.id), { status: 404 });
  });

  test('takes nobody for a book on the shelf, and nobody twice', () => {
    const { queue } = openWithSolarisOut();
    assert.throws(() => queue.reserve(frankenstein, 'M2'), { status: 409, message: /on the shelf/ });
    queue.reserve(solaris, 'M2');
    assert.throws(() => queue.reserve(solaris, 'M2'), { status: 409, message: /already/ });
  });

  test('knows the books and the members', () => {
    const { queue } = openWithSolarisOut();
    assert.throws(() => queue.reserve('9780000000002', 'M2'), { status: 404 });
    assert.throws(() => queue.reserve(solaris, 'M9'), { status: 404 });
  });

  test('keeps its lines in the store', () => {
    const { library, queue } = openWithSolarisOut();
    queue.reserve(solaris, 'M2');
    assert.equal(new ReservationQueue(library).next(solaris)?.memberId, 'M2');
  });
});

test('a member gets in line over HTTP, sees the line, and leaves it', () => {
  const application = createApplication(openWithSolarisOut().library);
  const line = `/books/${solaris}/reservations`;
  application({ method: 'POST', url: line, body: { memberId: 'M2' } });
  const { status, body } = application({ method: 'POST', url: line, body: { memberId: 'M3' } });
  const { id, place } = body as { id: string; place: number };
  assert.deepEqual({ status, place }, { status: 201, place: 2 });
  assert.equal(application({ method: 'DELETE', url: `/reservations/${id}` }).status, 204);
  const shown = application({ method: 'GET', url: line }).body as { reservations: { memberId: string }[] };
  assert.deepEqual(
    shown.reservations.map(({ memberId }) => memberId),
    ['M2'],
  );
  assert.equal(application({ method: 'POST', url: line }).status, 404);
});
