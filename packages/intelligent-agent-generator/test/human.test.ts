import { expect, test } from '@jest/globals';
import { createStyle } from '@cdev/core/cli';
import { resultText } from '../src/human.ts';

test('says how many lines, in the singular too', () => {
  const page = { style: createStyle(false), columns: 80 };
  expect(resultText({ file: 'a.txt', lines: 2 }, page)).toBe('a.txt has 2 lines\n');
  expect(resultText({ file: 'a.txt', lines: 1 }, page)).toBe('a.txt has 1 line\n');
});
