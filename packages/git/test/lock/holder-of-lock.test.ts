import { join } from 'node:path';
import { pid } from 'node:process';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { holderOfLock, withLock } from '../../src/index.ts';
import { createClaim } from '../../src/lock/claim.ts';
import { describeSelf } from '../../src/lock/holder.ts';
import { mkdirSync } from 'node:fs';

describe('holderOfLock', () => {
  test('names who holds it, and nobody before and afterwards', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'ä b.lock');
    expect(holderOfLock(lock)).toBeUndefined();
    await withLock(lock, { what: 'a test' }, async () => {
      expect(holderOfLock(lock)).toMatchObject({ pid, what: 'a test' });
    });
    expect(holderOfLock(lock)).toBeUndefined();
  });

  test('a holder that died is none', async () => {
    await using folder = await tempFolder();
    const lock = join(folder.path, 'dead.lock');
    mkdirSync(lock);
    createClaim(lock, 1, { ...describeSelf('a test'), startTime: 'long ago' });
    expect(holderOfLock(lock)).toBeUndefined();
  });
});
