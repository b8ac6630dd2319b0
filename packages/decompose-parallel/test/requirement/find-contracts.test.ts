import { describe, expect, test } from '@jest/globals';
import { findContracts } from '../../src/requirement/find-contracts.ts';

const naming = (...texts: string[]) =>
  texts.map((text, at) => ({
    requirement: { number: at + 1, title: `Part ${at + 1}`, text, criteria: [], source: '' },
    unknown: [...text.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  }));

describe('a contract', () => {
  test.each([
    'Add a type `Fee` with amount and due date.',
    'The desk exports a function\n`Fee`; introduce it. Define the class `Fee` in the desk.',
    'A new interface `Fee` holds it.',
  ])('is a name that one part makes and another one names: %j', (maker) => {
    expect(findContracts(naming('Show a `Fee` in the list.', maker, 'Nothing.'))).toEqual([
      { name: 'Fee', maker: 2, users: [1] },
    ]);
  });

  test.each([
    ['who only uses what is new', 'Show the amount of the new `Fee`.', 'Print it by a new `Fee`.'],
    ['several that make it', 'Add `Fee` to the desk.', 'Create `Fee` in the list.'],
    ['one part alone', 'Add `Fee`, and use `Fee`.', 'Nothing.'],
    ['a verb of another sentence', 'Add a page. It shows `Fee`.', 'Show `Fee`.'],
  ])('is not told by %s', (_, first, second) => expect(findContracts(naming(first, second))).toEqual([]));
});
