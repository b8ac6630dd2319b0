import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { makeZip, tempFolder } from '@cdev/test-kit';
import { bytesOf, openFileBytes, zipEntries, zipEntryCount, type ZipEntry } from '../src/index.ts';

const most = 10_000_000;

/** Of a zip with one file: what its list says, with some of its bytes changed. */
function changed(change: (bytes: Buffer, list: number) => void): ZipEntry {
  const bytes = makeZip([['a.txt', 'some text']]);
  change(bytes, bytes.indexOf('PK\u0001\u0002'));
  return [...zipEntries(bytesOf(bytes))][0] as ZipEntry;
}

test('a file is read piece by piece, with the same result as its bytes', async () => {
  await using folder = await tempFolder({});
  const file = join(folder.path, 'a.zip');
  // Larger than a window, so that windows are left, and single files larger than one.
  const noise = Buffer.from(Array.from({ length: 1_500_000 }, (_, at) => (at * at * 31 + (at >> 3)) % 251));
  const bytes = makeZip([
    ['first', 'x'.repeat(2000)],
    ['noise', noise],
    ['again', noise.subarray(7, 900_000)],
    ['empty', ''],
    ['last', 'y'],
  ]);
  await writeFile(file, bytes);
  using source = openFileBytes(file);
  const read = [...zipEntries(source)].map((entry) => [entry.path, entry.read(most)] as const);
  const inMemory = [...zipEntries(bytesOf(bytes))].map((entry) => [entry.path, entry.read(most)] as const);
  expect(read.map(([path]) => path)).toEqual(['first', 'noise', 'again', 'empty', 'last']);
  expect(read.map(([, content], at) => content.equals(inMemory[at]?.[1] as Buffer))).toEqual(read.map(() => true));
  expect(noise.equals(read[1]?.[1] as Buffer)).toBe(true);
});

test('a source gives what is asked for, in any order, and less at its end', async () => {
  await using folder = await tempFolder({});
  const file = join(folder.path, 'large');
  await writeFile(file, Buffer.concat(['a', 'b', 'c', 'd'].map((letter) => Buffer.alloc(1_200_000, letter))));
  using source = openFileBytes(file);
  const places = [3_600_000, 0, 2_400_000, 1_200_000, 5];
  expect(places.map((from) => source.read(from, 10).toString())).toEqual(
    ['d', 'a', 'c', 'b', 'a'].map((letter) => letter.repeat(10)),
  );
  expect(source.read(1_199_999, 2_400_002).toString('latin1')).toBe(
    `a${'b'.repeat(1_200_000)}${'c'.repeat(1_200_000)}d`,
  );
  expect(source.read(4_799_999, 10).toString()).toBe('d');
  expect(source.read(5_000_000, 10)).toHaveLength(0);
});

test('what is stored stays as it is while more is read', async () => {
  await using folder = await tempFolder({});
  const file = join(folder.path, 'a.zip');
  const bytes = makeZip([
    ['first', 'x'],
    ['second', Buffer.from(Array.from({ length: 2_000_000 }, (_, at) => (at * at * 31 + (at >> 3)) % 251))],
  ]);
  bytes.writeUInt16LE(0, bytes.indexOf('PK\u0001\u0002') + 10);
  await writeFile(file, bytes);
  using source = openFileBytes(file);
  const [first, second] = [...zipEntries(source)] as [ZipEntry, ZipEntry];
  const content = first.read(most);
  const before = Buffer.from(content);
  second.read(most);
  expect(content.equals(before)).toBe(true);
});

test('more files than the old form can count', () => {
  const bytes = makeZip(Array.from({ length: 66_000 }, (_, at) => [`${at}`, '']));
  expect(zipEntryCount(bytesOf(bytes))).toBe(66_000);
  const paths = [...zipEntries(bytesOf(bytes))].map(({ path }) => path);
  expect([paths.length, paths.at(-1)]).toEqual([66_000, '65999']);
});

test('sizes and places that stand in ZIP64 fields', () => {
  const plain = makeZip([['a.txt', 'some text']]);
  const list = plain.indexOf('PK\u0001\u0002');
  const extra = Buffer.alloc(4 + 4 + 24);
  // Another field before it, which is passed over.
  extra.writeUInt16LE(0x99_99, 0);
  extra.writeUInt16LE(1, 4);
  extra.writeUInt16LE(24, 6);
  extra.writeBigUInt64LE(9n, 8);
  extra.writeBigUInt64LE(BigInt(plain.readUInt32LE(list + 20)), 16);
  const header = Buffer.from(plain.subarray(list, list + 51));
  for (const at of [20, 24, 42]) header.writeUInt32LE(0xff_ff_ff_ff, at);
  header.writeUInt16LE(extra.length, 30);
  const bytes = Buffer.concat([plain.subarray(0, list), header, extra, plain.subarray(list + 51)]);
  const [entry] = [...zipEntries(bytesOf(bytes))];
  expect([entry?.path, entry?.size, entry?.read(most).toString()]).toEqual(['a.txt', 9, 'some text']);
});

describe('what a list says is not believed', () => {
  test.each<[string, (bytes: Buffer, list: number) => void, number, string]>([
    ['a place that has none', (bytes, list) => bytes.writeUInt32LE(3, list + 42), most, 'is broken at a.txt'],
    ['a place behind its end', (bytes, list) => bytes.writeUInt32LE(99_999, list + 42), most, 'is broken at a.txt'],
    ['a length behind its end', (bytes, list) => bytes.writeUInt32LE(99_999, list + 20), most, 'is cut off at a.txt'],
    ['what is not packed so', (bytes) => bytes.fill(0xff, 35, 40), most, 'is broken at a.txt'],
    ['a size', (bytes, list) => bytes.writeUInt32LE(1, list + 24), 5, 'unpacks to more than 5 bytes at a.txt'],
    [
      'one that is stored',
      (bytes, list) => bytes.writeUInt16LE(0, list + 10),
      5,
      'unpacks to more than 5 bytes at a.txt',
    ],
  ])('%s', (_, change, limit, message) => {
    expect(() => changed(change).read(limit)).toThrow(message);
  });
  test('a list that begins elsewhere, and none', () => {
    const bytes = makeZip([['a.txt', 'some text']]);
    bytes.writeUInt32LE(5, bytes.length - 6);
    expect(() => [...zipEntries(bytesOf(bytes))]).toThrow('is broken in its list');
    expect(() => zipEntryCount(bytesOf(Buffer.alloc(100)))).toThrow('has no list of its files');
    expect(() => zipEntryCount(bytesOf(Buffer.alloc(0)))).toThrow('has no list of its files');
  });
  test('encrypted, and packed in other ways, is told', () => {
    const encrypted = changed((bytes, list) => bytes.writeUInt16LE(1, list + 8));
    const other = changed((bytes, list) => bytes.writeUInt16LE(14, list + 10));
    const told = [encrypted.isEncrypted, encrypted.isKnownForm, other.isEncrypted, other.isKnownForm];
    expect(told).toEqual([true, true, false, false]);
  });
});
