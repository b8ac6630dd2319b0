import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isOverdue } from '../../src/loans/loan.ts';
import { openTestLibrary, solaris } from '../shelf.ts';

describe('the lending desk', () => {
  test('lends a book for three weeks', () => {
    const { desk } = openTestLibrary();
    const { lentOn, dueOn, renewals } = desk.lend(solaris, 'M1');
    assert.deepEqual({ lentOn, dueOn, renewals }, { lentOn: '2026-03-02', dueOn: '2026-03-23', renewals: 0 });
  });

  test('lends no more copies than there are, and lends a returned one again', () => {
    const { desk } = openTestLibrary();
    const loan = desk.lend(solaris, 'M1');
    assert.throws(() => desk.lend(solaris, 'M2'), { status: 409, message: 'All copies of Solaris are out' });
    desk.giveBack(loan.id);
    assert.equal(desk.lend(solaris, 'M2').memberId, 'M2');
  });

  test('knows its books and its members', () => {
    const { desk } = openTestLibrary();
    assert.throws(() => desk.lend('9780000000002', 'M1'), { status: 404 });
    assert.throws(() => desk.lend(solaris, 'M9'), { status: 404 });
  });

  test('renews twice, from the day on which the book was due', () => {
    const { desk } = openTestLibrary();
    const { id } = desk.lend(solaris, 'M1');
    assert.equal(desk.renew(id).dueOn, '2026-04-13');
    assert.equal(desk.renew(id).dueOn, '2026-05-04');
    assert.throws(() => desk.renew(id), /2 times at most/);
  });

  test('takes a book back once', () => {
    const { desk, setDay } = openTestLibrary();
    const { id } = desk.lend(solaris, 'M1');
    setDay('2026-03-10');
    assert.equal(desk.giveBack(id).returnedOn, '2026-03-10');
    assert.throws(() => desk.giveBack(id), { status: 409 });
    assert.deepEqual(desk.openLoans(), []);
  });

  test('calls a book overdue the day after it was due, and does not renew it then', () => {
    const { desk, setDay } = openTestLibrary();
    const loan = desk.lend(solaris, 'M1');
    assert.equal(isOverdue(loan, '2026-03-23'), false);
    assert.equal(isOverdue(loan, '2026-03-24'), true);
    setDay('2026-03-24');
    assert.throws(() => desk.renew(loan.id), /overdue/);
  });
});
