import { describe, expect, test } from '@jest/globals';
import { conflictsByLine, decidedLines } from '../../src/index.ts';

const file = (...lines: string[]) => lines.map((line) => `${line}\n`).join('');
const decidedIn = (base: string, [ours, theirs, resolved]: readonly [string, string, string]) =>
  conflictsByLine({ base, ours, theirs }).map((conflict) => decidedLines(conflict, resolved));

describe('decidedLines', () => {
  test('gives what stands in the place of each conflict, though other lines were added elsewhere', () => {
    const of = (one: string, two: string, ...more: string[]) =>
      file('a', 'b', one, 'c', 'd', 'e', two, 'f', 'g', ...more);
    const resolved = file('new', 'a', 'b', '1!', '1?', 'c', 'd', 'e', 'f', 'g', 'h', 'i');
    expect(decidedIn(of('1', '2'), [of('1a', '2a'), of('1b', '2b', 'h'), resolved])).toEqual(['1!\n1?\n', '']);
  });

  test.each([
    ['first', '', 'b\nc\n'],
    ['last', 'b\nc\n', ''],
    ['only', '', ''],
  ])('finds the %s lines of a file', (_place, before, after) => {
    const of = (text: string) => `${before}${text}\n${after}`;
    expect(decidedIn(of('1'), [of('2'), of('3'), of('2 and 3')])).toEqual(['2 and 3\n']);
  });

  test('reads through other line ends, and a last line that has none', () => {
    const windows = (text: string) => `a\r\nb\r\n${text}\r\nc\r\n`;
    expect(decidedIn(windows('1'), [windows('2'), windows('3'), windows('23')])).toEqual(['23\n']);
    expect(decidedIn('a\n1', ['a\n2', 'a\n3', 'a\n23'])).toEqual(['23\n']);
  });

  test('tells nothing where the lines around it were changed too, or stand at several places', () => {
    const of = (text: string) => file('{', text, '}', 'z');
    expect(decidedIn(of('1'), [of('2'), of('3'), file('[', '2', '}', 'z')])).toEqual([undefined]);
    const twice = (one: string, two: string) => file('s', '{', one, '}', '{', two, '}', 't');
    const [first, second] = decidedIn(twice('1', '1'), [
      twice('2', '2'),
      twice('3', '3'),
      file('s', '{', '9', '}', '{', '}', '{', '8', '}', 't'),
    ]);
    expect([first, second]).toEqual([undefined, undefined]);
  });

  test('knows no conflict in what is no text, nor where there is none', () => {
    expect(conflictsByLine({ base: 'a\0', ours: 'b\0', theirs: 'c\0' })).toEqual([]);
    expect(conflictsByLine({ base: 'a\nb\nc\n', ours: 'x\nb\nc\n', theirs: 'a\nb\ny\n' })).toEqual([]);
  });
});
