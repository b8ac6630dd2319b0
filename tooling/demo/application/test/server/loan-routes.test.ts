import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createApplication } from '../../src/server/application.ts';
import { openTestLibrary, solaris } from '../shelf.ts';

test('a member joins, borrows a book, forgets it, and brings it back', () => {
  const library = openTestLibrary();
  const application = createApplication(library);
  const post = (url: string, body?: unknown) => application({ method: 'POST', url, body });

  assert.equal((post('/members', { name: 'Noor' }).body as { id: string }).id, 'M3');
  const loan = post('/loans', { isbn: solaris, memberId: 'M3' }).body as { id: string };
  assert.equal(post('/loans', { isbn: solaris, memberId: 'M1' }).status, 409);
  const member = application({ method: 'GET', url: '/members/M3' }).body as { loans: { id: string }[] };
  assert.deepEqual(
    member.loans.map(({ id }) => id),
    [loan.id],
  );

  library.setDay('2026-03-24');
  const overdue = application({ method: 'GET', url: '/loans/overdue' }).body as { loans: { id: string }[] };
  assert.deepEqual(
    overdue.loans.map(({ id }) => id),
    [loan.id],
  );
  assert.equal(post(`/loans/${loan.id}/renewal`).status, 409);
  assert.equal(post(`/loans/${loan.id}/return`).status, 200);
  assert.deepEqual(application({ method: 'GET', url: '/loans/overdue' }).body, { loans: [] });
});

test('an unknown member or loan is not found', () => {
  const application = createApplication(openTestLibrary());
  assert.equal(application({ method: 'GET', url: '/members/M9' }).status, 404);
  assert.equal(application({ method: 'GET', url: '/members/__proto__' }).status, 404);
  assert.equal(application({ method: 'POST', url: '/loans/L9/return' }).status, 404);
});
