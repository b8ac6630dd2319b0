import { describe, expect, test } from '@jest/globals';
import { defineErrors, errorEntry, isCdevError } from '../../src/errors/index.ts';

const errors = defineErrors({
  CDEV_E_TEST_NOT_FOUND: errorEntry<{ path: string }>({
    kind: 'usage',
    title: 'The file is missing',
    message: ({ path }) => `No file at ${path}`,
    steps: ({ path }) => [`Create ${path}`],
  }),
  CDEV_E_TEST_PLAIN: errorEntry({
    kind: 'internal',
    title: 'Plain',
    message: () => 'plain',
    steps: () => ['Report it'],
  }),
});

describe('defineErrors', () => {
  test('makes an error with code, kind, message, steps, details and cause', () => {
    const cause = new Error('outside');
    const error = errors.make('CDEV_E_TEST_NOT_FOUND', { path: 'a.txt' }, { cause });
    expect(error).toMatchObject({
      code: 'CDEV_E_TEST_NOT_FOUND',
      kind: 'usage',
      message: 'No file at a.txt',
      steps: ['Create a.txt'],
      details: { path: 'a.txt' },
      cause,
    });
  });

  test('documents each row with its parameters as placeholders', () => {
    expect(errors.catalogue[0]).toMatchObject({ message: 'No file at <path>', steps: ['Create <path>'] });
  });

  test('is known by its brand, also when another copy of core made it', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('@cdev/core/CdevError')]: true, code: 'CDEV_E_X_Y' });
    expect(isCdevError(foreign)).toBe(true);
    expect(isCdevError(foreign, 'CDEV_E_OTHER')).toBe(false);
    expect(isCdevError(errors.make('CDEV_E_TEST_PLAIN'), 'CDEV_E_TEST_PLAIN')).toBe(true);
    expect(isCdevError(new Error('x'))).toBe(false);
    expect(isCdevError(undefined)).toBe(false);
  });
});
