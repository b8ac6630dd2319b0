import { mkdir, readdir, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { tempFolder } from '@cdev/test-kit';
import { createClaim, readHighest, releaseClaim, removeOlder } from '../../src/lock/claim.ts';
import { describeSelf, isHolding, nameHolder, parseHolder } from '../../src/lock/holder.ts';

const self = describeSelf('testing');

describe('claims', () => {
  test('are taken once, released by a mark, and read by the highest number', async () => {
    await using folder = await tempFolder();
    expect(readHighest(folder.path)).toEqual({ number: 0, holder: undefined });
    expect(createClaim(folder.path, 9, self)).toBe(true);
    expect(createClaim(folder.path, 9, self)).toBe(false);
    expect(readHighest(folder.path)).toEqual({ number: 9, holder: self });
    releaseClaim(folder.path, 9);
    releaseClaim(folder.path, 9);
    expect(readHighest(folder.path)).toEqual({ number: 9, holder: undefined });
    expect(createClaim(folder.path, 10, self)).toBe(true);
    expect(readHighest(folder.path).number).toBe(10);
    removeOlder(folder.path, 10);
    expect(await readdir(folder.path)).toEqual(['10']);
  });

  test('do not go to one that read the list before others came and went', async () => {
    await using folder = await tempFolder();
    createClaim(folder.path, 1, self);
    releaseClaim(folder.path, 1);
    const { number } = readHighest(folder.path);
    // Meanwhile two others have held the lock; the second is at work, and number 2 is free again.
    createClaim(folder.path, 2, self);
    releaseClaim(folder.path, 2);
    createClaim(folder.path, 3, self);
    removeOlder(folder.path, 3);
    expect(createClaim(folder.path, number + 1, self)).toBe(false);
    expect(await readdir(folder.path)).toEqual(['3']);
  });

  test('are not taken by way of one that is released and still the highest', async () => {
    await using folder = await tempFolder();
    createClaim(folder.path, 4, self);
    releaseClaim(folder.path, 4);
    expect(createClaim(folder.path, 4, self)).toBe(false);
    expect(readHighest(folder.path)).toEqual({ number: 4, holder: undefined });
  });

  test('leave drafts of the living alone and clear those of the dead', async () => {
    await using folder = await tempFolder({ 'new-old/holder': 'x', 'new-young/holder': 'x', other: 'x' });
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(join(folder.path, 'new-old'), longAgo, longAgo);
    await mkdir(join(folder.path, '1'));
    removeOlder(folder.path, 2);
    expect((await readdir(folder.path)).toSorted()).toEqual(['new-young', 'other']);
  });
});

describe('holders', () => {
  test('are read from what was written, and not from what a full disk left', () => {
    expect(parseHolder(JSON.stringify(self))).toEqual(self);
    expect(parseHolder('{"pid": 7}')).toEqual({ pid: 7, startTime: '', host: '', what: '', since: '' });
    for (const text of ['', '{"pid"', 'null', '[]', '{"pid":"7"}']) expect(parseHolder(text)).toBeUndefined();
  });

  test('hold while their process lives, or while it cannot be known', () => {
    expect(isHolding(self)).toBe(true);
    expect(isHolding({ ...self, pid: 2 ** 30 })).toBe(false);
    expect(isHolding({ ...self, pid: 2 ** 30, host: `not-${hostname()}` })).toBe(true);
  });

  test('are named with the machine only when it is another', () => {
    expect(nameHolder({ ...self, since: 'noon' })).toBe(`process ${process.pid} (testing, since noon)`);
    expect(nameHolder({ ...self, host: 'far', since: 'noon' })).toBe(
      `process ${process.pid} on far (testing, since noon)`,
    );
  });
});
