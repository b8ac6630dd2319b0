import { expect, test } from '@jest/globals';
import { xmlText } from '../../src/cli/index.ts';

test.each([
  ['plain, é 日本 👍🏽', 'plain, é 日本 👍🏽'],
  ['<a b="c">&amp;</a>', '&lt;a b=&quot;c&quot;&gt;&amp;amp;&lt;/a&gt;'],
  [']]>', ']]&gt;'],
  ['one\r\n\ttwo', 'one&#13;&#10;&#9;two'],
  ['\u0000\u0008\u000B\u001B[31m', '\uFFFD\uFFFD\uFFFD\uFFFD[31m'],
  ['\u007F\u0085\uFFFD', '\u007F\u0085\uFFFD'],
  ['\uFFFE\uFFFF', '\uFFFD\uFFFD'],
  ['\uD83D alone, \uDC4D alone', '\uFFFD alone, \uFFFD alone'],
])('%j in XML', (text, expected) => {
  expect(xmlText(text)).toBe(expected);
});
