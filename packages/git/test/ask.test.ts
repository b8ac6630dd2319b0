import { describe, expect, test } from '@jest/globals';
import { splitFields } from '../src/ask.ts';
import { failureOutput } from '../src/failure-output.ts';
import { git } from '../src/index.ts';

describe('splitFields', () => {
  test('takes the last NUL for the end of a field, and empty fields for fields', () => {
    expect(splitFields('')).toEqual([]);
    expect(splitFields('a\0b c\nd\0')).toEqual(['a', 'b c\nd']);
    expect(splitFields('a\0\0b\0\0')).toEqual(['a', '', 'b', '']);
    expect(splitFields('a')).toEqual(['a']);
  });
});

describe('failureOutput', () => {
  test('is what git said, and nothing for any other error', async () => {
    const error: unknown = await git('.', ['no-such-command']).catch((reason: unknown) => reason);
    expect(failureOutput(error)).toContain("'no-such-command' is not a git command");
    expect(failureOutput(new Error('x'))).toBe('');
    expect(failureOutput(undefined)).toBe('');
  });
});
