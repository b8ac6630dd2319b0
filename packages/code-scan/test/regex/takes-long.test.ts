import { describe, expect, test } from '@jest/globals';
import { attackTexts, samplesOf } from '../../src/regex/attack-texts.ts';
import { takesLong } from '../../src/regex/takes-long.ts';

describe('an expression that some text makes slow is shown to be', () => {
  test.each([
    ['blanks before the end', String.raw`\s+$`, ''],
    ['blanks on both sides', String.raw`\s*;\s*`, 'g'],
    ['a repetition within one', String.raw`^(\w+\s?)*$`, ''],
    ['two that take the same', String.raw`.*(\..*)`, ''],
    ['after a beginning that has to be there', String.raw`^data:([^;,]+)(?:;[^,]*)*;base64$`, 'i'],
    ['with words for groups', String.raw`^(?<name>a+)+(?=b)b{1,3}$`, 'u'],
  ])('%s: /%s/%s', (_, source, flags) => {
    expect(takesLong(source, flags)).toBe(true);
  });
});

describe('one that reads its text once is not', () => {
  test.each([
    ['digits after a word', String.raw`bytes=(\d+)-`, ''],
    ['a beginning', String.raw`^\s+`, 'g'],
    ['blanks after a sign', String.raw`(?:aider)?>\s*$`, ''],
    ['two ways from a fixed place', String.raw`^plugins\/([^/]+)(\/(?:(static\/.*)|.*))?$`, ''],
    ['parts with signs between', String.raw`^[\da-z]+([.-][\da-z]+)*\.[a-z]{2,5}(:\d{1,5})?(\/.*)?$`, ''],
    [
      'an address of a letter',
      String.raw`^(([^<>()\[\]\\.,;:\s@"]+(\.[^<>()\[\]\\.,;:\s@"]+)*)|(".+"))@(\w+\.)+\w{2,}$`,
      '',
    ],
  ])('%s: /%s/%s', (_, source, flags) => {
    expect(takesLong(source, flags)).toBe(false);
  });
});

test('parts are told from what takes no character', () => {
  expect(samplesOf(String.raw`^(?<n>\d+|[^a])(?:x{2,3})\b\.$`, '')).toEqual(['0', '0', 'x', '.']);
  expect([...attackTexts('ab', '', 4)]).toContain('abbbb\0');
});
