import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { makeTar, makeZip } from '@cdev/test-kit';
import { isArchive, readArchive } from '../src/index.ts';

const files = [
  ['package/readme.txt', 'nothing'],
  ['package/näme.txt', 'B=2\n'],
] as const;

/** As tar wrote it before it said what it is. */
function makeOldTar(tar: Buffer): Buffer {
  for (let at = tar.indexOf('ustar'); at >= 0; at = tar.indexOf('ustar')) {
    const head = tar.subarray(at - 257, at + 255);
    head.fill(0, 257, 345);
    head.write('        ', 148, 'latin1');
    const sum = head.reduce((all, byte) => all + byte, 0);
    head.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return tar;
}

describe('the files of', () => {
  test.each([
    ['a.zip', makeZip(files)],
    ['a.tar', makeTar(files)],
    ['a.tgz', gzipSync(makeTar(files))],
    // What it is called does not matter: its first bytes say what it is.
    ['a.bin', makeZip(files)],
    // A program that unpacks what stands behind it.
    ['a.jar', Buffer.concat([Buffer.from('#!/bin/sh\nexec java -jar "$0"\n'), makeZip(files)])],
    ['oldest.tar', makeOldTar(makeTar(files))],
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
    const seen: string[] = [];
    const read = (): void => {
      for (const { path } of readArchive('a', bytes, limits)) seen.push(path);
    };
    expect(read).toThrow('was not read whole: large in it is larger than 0.001 MB');
    expect(seen).toEqual(['small']);
  });
});

describe('what is left out is told at the end', () => {
  const gapOf = (bytes: Buffer): [string[], string] => {
    const seen: string[] = [];
    try {
      for (const { path } of readArchive('a', bytes)) seen.push(path);
    } catch (error) {
      return [seen, (error as Error).message];
    }
    return [seen, ''];
  };
  /** Of both files: a field in their heads and in the list. */
  const marked = (at: number, value: number): Buffer => {
    const bytes = makeZip(files);
    for (const [mark, offset] of [
      ['PK\u0003\u0004', at],
      ['PK\u0001\u0002', at + 2],
    ] as const)
      for (let each = bytes.indexOf(mark); each >= 0; each = bytes.indexOf(mark, each + 4))
        bytes.writeUInt16LE(value, each + offset);
    return bytes;
  };
  test.each([
    ['what is encrypted', marked(6, 1), 'is encrypted'],
    ['another method', marked(8, 12), 'is packed in a way that is not known here'],
  ])('%s', (_, bytes, reason) => {
    const gap = `was not read whole: package/readme.txt in it ${reason}; so is 1 other file in it`;
    expect(gapOf(bytes)).toEqual([[], gap]);
  });
  test('archives in archives are read after all else, as deep as three', () => {
    const third = makeZip([
      ['deep.txt', 'x'],
      ['deepest.zip', makeZip(files)],
    ]);
    const bytes = makeZip([
      ['in.tgz', gzipSync(makeTar([['third.jar', third]]))],
      ['plain.txt', 'y'],
    ]);
    expect(gapOf(bytes)).toEqual([
      ['plain.txt', 'in.tgz/third.jar/deep.txt'],
      'was not read whole: deepest.zip in it lies in more than 3 archives',
    ]);
  });
  test('one that is broken takes nothing from the others', () => {
    const bytes = makeZip([
      ['a.zip', makeZip(files).subarray(0, 150)],
      ['b.zip', makeZip(files)],
    ]);
    expect(gapOf(bytes)).toEqual([
      ['b.zip/package/readme.txt', 'b.zip/package/näme.txt'],
      'was not read whole: a.zip in it has no list of its files',
    ]);
  });
  test('all together cost no more than one', () => {
    const bomb = makeZip(
      Array.from({ length: 4 }, (_, at) => [`f${at}.zip`, makeZip([['f', Buffer.alloc(900)]])] as const),
    );
    const read = (): unknown => [...readArchive('a', bomb, { entry: 1000, all: 1900, entries: 100 })];
    expect(read).toThrow('f1.zip in it unpacks to more than 0.0019 MB; so are 2 other files in it');
  });
});
