import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { makeTar, makeZip } from '@cdev/test-kit';
import { isArchive, readArchive } from '../src/index.ts';

const files = [
  ['package/readme.txt', 'nothing'],
  ['package/näme.txt', 'B=2\n'],
] as const;

describe('the files of', () => {
  test.each([
    ['a.zip', makeZip(files)],
    ['a.tar', makeTar(files)],
    ['a.tgz', gzipSync(makeTar(files))],
    // What it is called does not matter: its first bytes say what it is.
    ['a.bin', makeZip(files)],
  ])('%s', (path, bytes) => {
    expect([...readArchive(path, bytes)].map((entry) => [entry.path, entry.bytes.toString()])).toEqual(files);
  });
  test('a gzip that holds one file', () => {
    expect([...readArchive('logs/dump.sql.gz', gzipSync('select'))]).toEqual([
      { path: 'dump.sql', bytes: Buffer.from('select') },
    ]);
  });
  test('what is none', () => {
    expect([...readArchive('a.zip', Buffer.from('x'.repeat(40)))]).toEqual([]);
    expect([...readArchive('a.zip', Buffer.alloc(0))]).toEqual([]);
  });
});

test.each([
  ['a.zip', true],
  ['A.JAR', true],
  ['a.tar.gz', true],
  ['zip', false],
  ['a.zip.txt', false],
])('%s is told by its name: %s', (path, is) => {
  expect(isArchive(path)).toBe(is);
});

describe('what costs more than allowed, or is broken', () => {
  const limits = { entry: 1000, all: 1500, entries: 3 };
  const many = Array.from({ length: 5 }, (_, at) => [`f${at}`, 'x'] as const);
  const big = Array.from({ length: 3 }, (_, at) => [`f${at}`, 'x'.repeat(900)] as const);
  test.each([
    ['too many files in a zip', makeZip(many), 'has more than 3 files', 3],
    ['too many files in a tar', makeTar(many), 'has more than 3 files', 3],
    ['too much in a zip', makeZip(big), 'unpacks to more than 0.0015 MB', 1],
    ['too much in a gzip', gzipSync(Buffer.alloc(100_000)), 'unpacks to more than 0.0015 MB', 0],
    ['more than it claims', makeZip([['bomb', Buffer.alloc(5000), 10]]), 'unpacks to more than 1000 bytes at bomb', 0],
    ['a zip cut in two', makeZip(many).subarray(0, 150), 'has no list of its files', 0],
    ['a tar cut in two', makeTar(big).subarray(0, 2600), 'ends within a file', 1],
    ['a gzip cut in two', gzipSync(makeTar(files)).subarray(0, 100), 'is broken', 0],
  ])('%s', (_, bytes, gap, before) => {
    const seen: string[] = [];
    const read = (): void => {
      for (const { path } of readArchive('a', bytes, limits)) seen.push(path);
    };
    expect(read).toThrow(gap);
    expect(seen).toHaveLength(before);
  });
  test('a file that is larger than allowed is left out', () => {
    const bytes = makeZip([
      ['large', 'x'.repeat(1200)],
      ['small', 'y'],
    ]);
    expect([...readArchive('a', bytes, limits)].map(({ path }) => path)).toEqual(['small']);
  });
});
