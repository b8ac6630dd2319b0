import { describe, expect, test } from '@jest/globals';
import { binsOf } from '../src/index.ts';

describe('binsOf', () => {
  test('names and paths as npm links them', () => {
    expect(binsOf({ name: '@app/cart', bin: './bin/x.js' })).toEqual({ cart: 'bin/x.js' });
    expect(binsOf({ name: 'a', bin: { '../../b': '../../../c.js', d: 3, e: '' } })).toEqual({ b: 'c.js' });
    expect(binsOf({ name: 'a' })).toEqual({});
  });
});
