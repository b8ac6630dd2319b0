import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addDays, daysBetween, parseDay } from '../../src/time/calendar-day.ts';

describe('calendar days', () => {
  test('are added across months and leap years', () => {
    assert.equal(addDays('2026-01-31', 1), '2026-02-01');
    assert.equal(addDays('2028-02-28', 1), '2028-02-29');
    assert.equal(addDays('2026-03-01', -1), '2026-02-28');
  });

  test('are as far apart as there are nights between them, also when the clocks change', () => {
    assert.equal(daysBetween('2026-03-14', '2026-03-14'), 0);
    assert.equal(daysBetween('2026-03-14', '2026-04-14'), 31);
    assert.equal(daysBetween('2026-04-14', '2026-03-14'), -31);
  });

  test('are refused when the calendar does not have them', () => {
    assert.equal(parseDay('2026-03-14'), '2026-03-14');
    for (const text of ['2026-02-29', '2026-3-14', 'tomorrow', '']) assert.throws(() => parseDay(text), /is not a day/);
  });
});
