import { describe, expect, test } from '@jest/globals';
import { createLastWord } from '../../src/attempt/last-word.ts';

function wordOf(...lines: readonly string[]): string | undefined {
  const { hear, word } = createLastWord();
  for (const line of lines) hear(line);
  return word();
}

describe('the line of stderr that says why', () => {
  test('is the last one where none speaks of an error', () => {
    expect(wordOf('starting', 'gave up', '')).toBe('gave up');
    expect(wordOf()).toBeUndefined();
  });

  test('is the error, not the stack, the brackets or the empty names behind it', () => {
    const stack = ['TypeError: x is no function', '    at run (file:///a.js:1:2)', '    at async main (b.js)', '}'];
    expect(wordOf('fetching', ...stack)).toBe('TypeError: x is no function');
    expect(wordOf('Cannot open the file', 'see the log for more')).toBe('Cannot open the file');
  });

  test('goes on in the next line where it ends in a colon, as OpenCode says it', () => {
    const said = [
      '\u001B[91m\u001B[1mError: \u001B[0mUnexpected error',
      '',
      'Failed query: ',
      '        CREATE TABLE `workspace` (',
      '          `id` text PRIMARY KEY,',
      '        );',
      '      ',
      'params: ',
    ];
    expect(wordOf(...said)).toBe('Failed query: CREATE TABLE `workspace` (');
  });

  test('is looked for in the last lines only', () => {
    const many = Array.from({ length: 60 }, (_, at) => `step ${at}`);
    expect(wordOf('error: the first try', ...many)).toBe('step 59');
  });
});
