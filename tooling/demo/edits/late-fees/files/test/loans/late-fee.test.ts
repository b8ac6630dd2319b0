import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lateFee } from '../../src/loans/late-fee.ts';
import { createApplication } from '../../src/server/application.ts';
import { frankenstein, openTestLibrary, solaris } from '../shelf.ts';

describe('the late fee', () => {
  const feeOn = (today: string) => lateFee({ dueOn: '2026-03-23' }, today);

  test('begins the day after the due day', () => {
    assert.equal(feeOn('2026-03-02'), 0);
    assert.equal(feeOn('2026-03-23'), 0);
    assert.equal(feeOn('2026-03-24'), 20);
    assert.equal(feeOn('2026-03-25'), 40);
  });

  test('stops at ten euros', () => {
    assert.equal(feeOn('2026-05-11'), 980);
    assert.equal(feeOn('2026-05-12'), 1000);
    assert.equal(feeOn('2027-03-23'), 1000);
  });
});

describe('the lending desk', () => {
  test('fixes the fee when the book comes back, and adds up the fees of a member', () => {
    const { desk, setDay } = openTestLibrary();
    const first = desk.lend(solaris, 'M1');
    const second = desk.lend(frankenstein, 'M1');
    setDay('2026-03-26');
    assert.equal(desk.giveBack(first.id).lateFee, 60);
    assert.equal(desk.feesOf('M1'), 60);
    setDay('2026-03-28');
    desk.giveBack(second.id);
    assert.equal(desk.feesOf('M1'), 160);
    assert.equal(desk.feesOf('M2'), 0);
  });

  test('puts no fee on a book that comes back in time', () => {
    const { desk, setDay } = openTestLibrary();
    const { id } = desk.lend(solaris, 'M1');
    setDay('2026-03-23');
    assert.equal('lateFee' in desk.giveBack(id), false);
  });
});

test('returning a book over HTTP shows its fee', () => {
  const library = openTestLibrary();
  const { id } = library.desk.lend(solaris, 'M1');
  library.setDay('2026-03-24');
  const { body } = createApplication(library)({ method: 'POST', url: `/loans/${id}/return` });
  assert.equal((body as { lateFee?: number }).lateFee, 20);
});
