import { inflateRawSync } from 'node:zlib';
import { ArchiveGap } from './archive-entry.ts';
import type { ByteSource } from './byte-source.ts';

const endMark = 0x06_05_4b_50;
const largeEndMark = 0x06_06_4b_50;
const largePlaceMark = 0x07_06_4b_50;
const entryMark = 0x02_01_4b_50;
const localMark = 0x04_03_4b_50;
/** Where a field has this, ZIP64 has the value elsewhere. */
const elsewhere = 0xff_ff_ff_ff;

/** What the list of a zip says of one of its files. */
export interface ZipEntry {
  /** With `/`, as the archive has it; not a path to write to. */
  readonly path: string;
  /** Unpacked, as the archive claims. */
  readonly size: number;
  /** CRC-32 of the content, as the archive claims. Whoever looks for something bad reads what is there, whoever relies on it compares. */
  readonly checksum: number;
  readonly isFolder: boolean;
  readonly isEncrypted: boolean;
  /** Stored or deflated: what can be unpacked here. */
  readonly isKnownForm: boolean;
  /** The content, unpacked, whatever size was claimed. @throws ArchiveGap when it is broken or has more bytes than that */
  readonly read: (most: number) => Buffer;
}

/** How many files a zip says it has. @throws ArchiveGap when it has no list of them */
export function zipEntryCount(source: ByteSource): number {
  return listOf(source).count;
}

/** True for what ends as a zip does, whatever stands before it. */
export function hasZipList(source: ByteSource): boolean {
  try {
    const { count, start } = listOf(source);
    return count > 0 && isMark(source, start, entryMark);
  } catch (error) {
    if (error instanceof ArchiveGap) return false;
    throw error;
  }
}

/**
 * The files of a zip, jar or wheel, by the list at its end; ZIP64 too, and with a program before it.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3)
 * @throws ArchiveGap when the list is broken; what came before was given
 */
export function* zipEntries(source: ByteSource): Generator<ZipEntry> {
  const { count, start, shift } = listOf(source);
  let at = start;
  for (let entry = 0; entry < count; entry += 1) {
    const fixed = source.read(at, 46);
    if (fixed.length < 46 || fixed.readUInt32LE(0) !== entryMark) throw new ArchiveGap('is broken in its list');
    const nameLength = fixed.readUInt16LE(28);
    const extraLength = fixed.readUInt16LE(30);
    const behind = fixed.readUInt16LE(32);
    const rest = source.read(at + 46, nameLength + extraLength);
    const path = rest.toString('utf8', 0, nameLength);
    at += 46 + nameLength + extraLength + behind;
    yield entryOf({ source, path, fixed, extra: rest.subarray(nameLength), shift });
  }
}

interface ListedEntry {
  readonly source: ByteSource;
  readonly path: string;
  readonly fixed: Buffer;
  readonly extra: Buffer;
  readonly shift: number;
}

function entryOf({ source, path, fixed, extra, shift }: ListedEntry): ZipEntry {
  const method = fixed.readUInt16LE(10);
  const [size = 0, packed = 0, place = 0] = wide(
    [fixed.readUInt32LE(24), fixed.readUInt32LE(20), fixed.readUInt32LE(42)],
    extra,
  );
  const start = place + shift;
  return {
    path,
    size,
    checksum: fixed.readUInt32LE(16),
    isFolder: path.endsWith('/'),
    isEncrypted: (fixed.readUInt16LE(8) & 1) === 1,
    isKnownForm: method === 0 || method === 8,
    read: (most) => {
      const local = source.read(start, 30);
      if (local.length < 30 || local.readUInt32LE(0) !== localMark) throw new ArchiveGap(`is broken at ${path}`);
      const from = start + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
      if (from + packed > source.size) throw new ArchiveGap(`is cut off at ${path}`);
      const tooLarge = `unpacks to more than ${most} bytes at ${path}`;
      if (method === 0 && packed > most) throw new ArchiveGap(tooLarge);
      const data = source.read(from, packed);
      // What a source gives holds until it is asked again.
      if (method === 0) return Buffer.from(data);
      try {
        // One piece of the claimed size where it is plausible costs a third less than several.
        const chunkSize = Math.min(Math.max(size + 1, 1024), 1_000_000);
        return inflateRawSync(data, { maxOutputLength: Math.max(1, most), chunkSize });
      } catch (cause) {
        const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
        throw new ArchiveGap(isLarge ? tooLarge : `is broken at ${path}`, { cause });
      }
    },
  };
}

/** Of the fields that ZIP64 has elsewhere, in its own order, the value there. */
function wide(fields: readonly number[], extra: Buffer): readonly number[] {
  if (!fields.includes(elsewhere)) return fields;
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    const values = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2));
    let next = 0;
    return fields.map((field) => {
      if (field !== elsewhere || next + 8 > values.length) return field;
      next += 8;
      return Number(values.readBigUInt64LE(next - 8));
    });
  }
  return fields;
}

interface ZipList {
  readonly count: number;
  readonly start: number;
  /** How far what stands before the zip moves its places, where they are counted from its beginning. */
  readonly shift: number;
}

function isMark(source: ByteSource, at: number, mark: number): boolean {
  const bytes = source.read(at, 4);
  return bytes.length === 4 && bytes.readUInt32LE(0) === mark;
}

/** Whether what the list begins with there leads to a file. */
function isFirst(source: ByteSource, at: number, shift: number): boolean {
  if (!isMark(source, at, entryMark)) return false;
  const place = source.read(at + 42, 4);
  return place.length === 4 && isMark(source, place.readUInt32LE(0) + shift, localMark);
}

/** The record at the end, behind which a comment of up to 64 KB may stand. */
function listOf(source: ByteSource): ZipList {
  const least = Math.max(0, source.size - 22 - 0xff_ff);
  const tail = source.read(least, source.size - least);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endMark) continue;
    const count = tail.readUInt16LE(at + 10);
    const start = tail.readUInt32LE(at + 16);
    const large = count === 0xff_ff || start === elsewhere ? largeListOf(source, least + at) : undefined;
    if (large !== undefined) return large;
    // The list ends where its record begins: `cat program a.zip` leaves the places as they were.
    const shift = least + at - tail.readUInt32LE(at + 12) - start;
    const isMoved =
      count > 0 && shift > 0 && !isMark(source, start, entryMark) && isFirst(source, start + shift, shift);
    return isMoved ? { count, start: start + shift, shift } : { count, start, shift: 0 };
  }
  throw new ArchiveGap('has no list of its files');
}

function largeListOf(source: ByteSource, end: number): ZipList | undefined {
  const place = source.read(Math.max(0, end - 20), 20);
  if (place.length < 20 || place.readUInt32LE(0) !== largePlaceMark) return undefined;
  const record = source.read(Number(place.readBigUInt64LE(8)), 56);
  if (record.length < 56 || record.readUInt32LE(0) !== largeEndMark) throw new ArchiveGap('is broken in its list');
  return { count: Number(record.readBigUInt64LE(32)), start: Number(record.readBigUInt64LE(48)), shift: 0 };
}
