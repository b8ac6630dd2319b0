import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { sha256 } from '../../src/cli/sha-256.ts';

test('gives the digest that the runtime gives, of every length around the blocks and of letters outside ASCII', () => {
  const letters = 'a/é€😀 '.repeat(60);
  for (let length = 0; length <= 260; length += 1) {
    const text = letters.slice(0, length);
    expect(sha256(text)).toBe(createHash('sha256').update(text).digest('hex'));
  }
});
