import { describe, expect, test } from '@jest/globals';
import { tokenizeScript } from '../../src/script/tokenize-script.ts';
import { tokenizeLines, tokenizeWords, type Token } from '../../src/text/tokenize.ts';

const written = (tokens: readonly Token[]): string => tokens.map(({ space, text }) => space + text).join('');
const values = (tokens: readonly Token[]): string[] => tokens.map(({ value }) => value);

describe('tokens', () => {
  test.each(['', '\n', 'a  b\n', "f('a', [\n  1,\n]);\n", 'don’t // x\n\ty;;\n', '`a ${b}`', 'ä-ö 1.2.3 {,}'])(
    'write the text they were read from: %p',
    (text) => {
      for (const tokenize of [tokenizeWords, tokenizeLines, tokenizeScript]) expect(written(tokenize(text))).toBe(text);
    },
  );

  test('a version is one word', () => {
    expect(values(tokenizeWords('v: 1.2.3-beta.1, next'))).toEqual(['v', ':', '1.2.3-beta.1', ',', 'next', '']);
  });

  test('a line start counts where indentation has a meaning', () => {
    expect(values(tokenizeLines('a\n  b c'))).toEqual(['a', '\n  b', 'c', '']);
  });
});

describe('two ways to write one script', () => {
  test.each([
    ['quotes', "f('a')", 'f("a")'],
    ['a trailing comma', '[\n  1,\n]', '[1]'],
    ['semicolons', 'a();\nb();\n', 'a()\nb()\n'],
    ['indentation', 'if (a) {\n  b\n}', 'if (a) { b }'],
    ['an apostrophe in a comment', "// don't\nf('a')", '// don\'t\nf("a")'],
  ])('differ in format alone: %s', (_, one, other) => {
    expect(values(tokenizeScript(one))).toEqual(values(tokenizeScript(other)));
  });

  test.each([
    ['white space in a string', "'a b'", "'a  b'"],
    ['a comma in a string', "'a,]'", "'a]'"],
    ['the end of a comment', '// a\nb()', '// a b()'],
    ['a line end behind return', 'return\nx', 'return x'],
    ['a space within a word', 'elseif', 'else if'],
    ['increments', 'a++ +b', 'a+ ++b'],
  ])('differ in what they say: %s', (_, one, other) => {
    expect(values(tokenizeScript(one))).not.toEqual(values(tokenizeScript(other)));
  });
});
