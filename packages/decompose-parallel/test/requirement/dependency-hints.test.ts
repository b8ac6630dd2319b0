import { describe, expect, test } from '@jest/globals';
import { dependencyHints } from '../../src/requirement/dependency-hints.ts';
import type { Requirement } from '../../src/requirement/requirement.ts';

const part = (number: number, title: string, text = ''): Requirement => ({
  number,
  title,
  text,
  criteria: [],
  source: '',
});
const hintsOf = (text: string) =>
  dependencyHints(part(2, 'Reminders', text), [part(1, 'Reservations'), part(2, 'Reminders'), part(3, 'Fees')]);

describe('dependencyHints', () => {
  test.each([
    ['Depends on part 1 (reservations): …', 1],
    ['This comes after #3.', 3],
    ['blocked by step 1', 1],
    ['It builds on the reservations.', 1],
    ['requires task 3', 3],
    ['Depends on "Reservations". It adds a list.', 1],
    ['Depends on [Fees](#fees)', 3],
    ['blocked by the `fees`', 3],
  ])('%j needs %i', (text, number) => expect(hintsOf(text).map((hint) => hint.number)).toEqual([number]));

  test.each([
    'after 3 days',
    'needs 1 second',
    'Depends on part 2',
    'depends on part 9',
    'once 3 books are out',
    'It depends on the weather',
    'depends on "" and more',
  ])('%j needs nothing', (text) => expect(hintsOf(text)).toEqual([]));
});
