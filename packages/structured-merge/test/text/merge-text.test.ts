import { describe, expect, test } from '@jest/globals';
import { conflict, lines, merged } from '../merge.ts';

interface Case {
  readonly name: string;
  readonly path?: string;
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
  readonly content: string;
  /** Rules of the resolutions, in order. */
  readonly rules: readonly string[];
}

const cases: readonly Case[] = [
  {
    name: 'changes at different places are both kept',
    base: lines('one', 'two', 'three', 'four'),
    ours: lines('ONE', 'two', 'three', 'four'),
    theirs: lines('one', 'two', 'three', 'FOUR'),
    content: lines('ONE', 'two', 'three', 'FOUR'),
    rules: [],
  },
  {
    name: 'the same change on both sides is made once',
    base: lines('one', 'two', 'three', 'x'),
    ours: lines('one', 'TWO', 'three', 'x'),
    theirs: lines('one', 'TWO', 'three', 'y'),
    content: lines('one', 'TWO', 'three', 'y'),
    rules: [],
  },
  {
    name: 'different words of one line are both changed',
    base: lines('timeout: 10 seconds, retries 3 times'),
    ours: lines('timeout: 20 seconds, retries 3 times'),
    theirs: lines('timeout: 10 seconds, retries 5 times'),
    content: lines('timeout: 20 seconds, retries 5 times'),
    rules: ['token'],
  },
  {
    name: 'a change that holds the other one wins',
    base: lines('call(a)'),
    ours: lines('call(a, b)'),
    theirs: lines('call(a, b, c)'),
    content: lines('call(a, b, c)'),
    rules: ['token'],
  },
  {
    name: 'white space and words of one line change apart',
    base: lines('one', 'two'),
    ours: lines('one ', 'two'),
    theirs: lines('one and more', 'two'),
    content: lines('one and more ', 'two'),
    rules: ['whitespace'],
  },
  {
    name: 'a Rust function may be indented anew',
    path: 'a.rs',
    base: lines('fn f() {', 'g();', '}'),
    ours: lines('fn f() {', '    g();', '}'),
    theirs: lines('fn f() {', 'h();', '}'),
    content: lines('fn f() {', 'h();', '}'),
    rules: ['whitespace'],
  },
  {
    name: 'list items that both sides add to Markdown are kept, ours first',
    path: 'CHANGELOG.md',
    base: lines('## Next', '', '- a', '', '## 1.0'),
    ours: lines('## Next', '', '- a', '- b', '', '## 1.0'),
    theirs: lines('## Next', '', '- a', '- c', '', '## 1.0'),
    content: lines('## Next', '', '- a', '- b', '- c', '', '## 1.0'),
    rules: ['list'],
  },
  {
    name: 'an item that both sides add to Markdown is kept once',
    path: 'NOTES.md',
    base: lines('- a'),
    ours: lines('- a', '- b', '- d'),
    theirs: lines('- a', '- c', '- d'),
    content: lines('- a', '- b', '- c', '- d'),
    rules: ['list'],
  },
];

describe('merging by lines', () => {
  test.each(cases)('$name', async ({ path = 'notes.txt', base, ours, theirs, content, rules }) => {
    const result = await merged({ path, base, ours, theirs });
    expect(result.content).toBe(content);
    expect(result.resolutions.map(({ rule }) => rule)).toEqual(rules);
  });

  test('a decision names its place in ours and how sure it is', async () => {
    const result = await merged({
      path: 'notes.txt',
      base: lines('x', '', 'wait 10 s, try 3 times'),
      ours: lines('new', 'x', '', 'wait 20 s, try 3 times'),
      theirs: lines('x', '', 'wait 10 s, try 5 times'),
    });
    expect(result.resolutions).toEqual([
      {
        rule: 'token',
        where: 'line 4',
        reason: 'The sides changed different parts of one line',
        confidence: 'guess',
      },
    ]);
  });
});

describe('what is not merged by lines', () => {
  test.each([
    ['the same words', 'wait 10 s', 'wait 20 s', 'wait 30 s'],
    ['a version that nobody wrote', 'v1.2.3', 'v1.3.3', 'v1.2.4'],
    ['two answers to one question', 'f(a)', 'const limit = 3; f(a)', 'f(a, limit)'],
    ['a word that the other side takes out', 'size of old store', 'size of new store', 'old size of old store'],
  ])('%s', async (_, base, ours, theirs) => {
    const result = await conflict({ path: 'notes.txt', base: lines(base), ours: lines(ours), theirs: lines(theirs) });
    expect(result.hunks).toEqual([
      {
        where: 'line 1',
        base: { line: 1, text: lines(base) },
        ours: { line: 1, text: lines(ours) },
        theirs: { line: 1, text: lines(theirs) },
      },
    ]);
  });

  test('indentation in a language where it has a meaning', async () => {
    const result = await conflict({
      path: 'a.py',
      base: lines('if x:', '  f()', 'g()'),
      ours: lines('if x:', '  f()', '  g()'),
      theirs: lines('if x:', '  f()', '    g()'),
    });
    expect(result.hunks[0]?.theirs.text).toBe(lines('    g()'));
  });

  test('Markdown headings that both sides add at one place', async () => {
    const result = await conflict({
      path: 'a.md',
      base: lines('# T'),
      ours: lines('# T', '', '## A'),
      theirs: lines('# T', '', '## B'),
    });
    expect(result.hunks[0]?.theirs).toEqual({ line: 3, text: lines('## B') });
  });

  test('a conflict keeps the pieces of the base in its partial text, and no side', async () => {
    const result = await conflict({
      path: 'notes.txt',
      base: lines('a', 'b', 'c', 'd', 'e'),
      ours: lines('a', 'OURS', 'c', 'd', 'e and more'),
      theirs: lines('a', 'THEIRS', 'c', 'd', 'e'),
    });
    expect(result.partial).toBe(lines('a', 'b', 'c', 'd', 'e and more'));
    expect(result.reason).toBe('Both sides changed the same place in different ways');
  });

  test('without a base there is no partial text', async () => {
    const result = await conflict({ path: 'notes.txt', base: undefined, ours: lines('a'), theirs: lines('b') });
    expect(result.partial).toBeUndefined();
    expect(result.hunks[0]?.base).toBeUndefined();
  });

  test('a file that ends without a line end keeps that in its hunk', async () => {
    const result = await conflict({ path: 'notes.txt', base: 'a', ours: 'b', theirs: 'c' });
    expect(result.hunks[0]?.ours).toEqual({ line: 1, text: 'b' });
  });
});
