import { describe, expect, test } from '@jest/globals';
import { chooseParts } from '../src/choose-parts.ts';
import { parts, withPredecessors } from '../src/part.ts';

const chosen = (paths: string[], prompt = '') => chooseParts({ paths, prompt }).map(({ name }) => name);

describe('which part an agent is given', () => {
  test('is seen from the files it owns, by path or by pattern', () => {
    expect(chosen(['src/loans/late-fee.ts', 'src/loans/loan.ts'])).toEqual(['late-fees']);
    expect(chosen(['src/statistics/**'])).toEqual(['statistics']);
    expect(chosen(['test/**', 'src/loans/lending-desk.ts'])).toEqual([]);
  });

  test('can be more than one when the plan put sections together', () => {
    expect(chosen(['src/reminders/**', 'src/statistics/**'])).toEqual(['reminders', 'statistics']);
  });

  test('is not changed by other sections that the prompt speaks of', () => {
    expect(chosen(['src/reminders/**'], 'After: Reservations for books that are out')).toEqual(['reminders']);
  });

  test('is the section named first in the prompt where no file tells', () => {
    const prompt = '# Task\n\n4. **Reminders\n  to members**\n\nOthers work on: Late fees on return';
    expect(chosen([], prompt)).toEqual(['reminders']);
    expect(chosen([], 'Rewrite everything')).toEqual([]);
  });

  test.each(parts)('is $name for the owner of $module, whatever else it owns', ({ name, module }) => {
    expect(chosen(['src/index.ts', module, 'package.json'])).toEqual([name]);
  });
});

test('what a part builds on comes before it, and once', () => {
  const names = parts.map((part) => withPredecessors(part).map(({ name }) => name));
  expect(names).toContainEqual(['reservations', 'reminders']);
  expect(names.filter((chain) => chain.length === 1)).toHaveLength(4);
});
