import { inflateRawSync } from 'node:zlib';
import { ArchiveGap, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';

const endMark = 0x06_05_4b_50;
const entryMark = 0x02_01_4b_50;
const localMark = 0x04_03_4b_50;

/**
 * The files of a zip, jar or wheel, by its list at the end (APPNOTE 6.3, without ZIP64 and without encryption).
 * @throws ArchiveGap when it is broken or costs more than allowed; what came before was given.
 */
export function* readZip(bytes: Buffer, limits: ArchiveLimits): Generator<ArchiveEntry> {
  const end = endOf(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let room = limits.all;
  for (let entry = 0; entry < count; entry += 1) {
    if (entry >= limits.entries) throw new ArchiveGap(`has more than ${limits.entries} files`);
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark) throw new ArchiveGap('is broken in its list');
    const flags = bytes.readUInt16LE(at + 8);
    const method = bytes.readUInt16LE(at + 10);
    const packed = bytes.readUInt32LE(at + 20);
    const size = bytes.readUInt32LE(at + 24);
    const nameLength = bytes.readUInt16LE(at + 28);
    const start = bytes.readUInt32LE(at + 42);
    const path = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (path.endsWith('/') || (flags & 1) === 1 || size > limits.entry || (method !== 0 && method !== 8)) continue;
    if (size > room) throw new ArchiveGap(`unpacks to more than ${limits.all / 1e6} MB`);
    if (start + 30 > bytes.length || bytes.readUInt32LE(start) !== localMark)
      throw new ArchiveGap(`is broken at ${path}`);
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
    const content = unpacked(bytes.subarray(from, from + packed), method, limits.entry, path);
    room -= content.length;
    yield { path, bytes: content };
  }
}

function unpacked(data: Buffer, method: number, most: number, path: string): Buffer {
  if (method === 0) return data;
  try {
    return inflateRawSync(data, { maxOutputLength: most });
  } catch (cause) {
    throw new ArchiveGap(`is broken at ${path}`, { cause });
  }
}

/** The record at the end, behind which a comment of up to 64 KB may stand. */
function endOf(bytes: Buffer): number {
  const least = Math.max(0, bytes.length - 22 - 0xff_ff);
  for (let at = bytes.length - 22; at >= least; at -= 1) if (bytes.readUInt32LE(at) === endMark) return at;
  throw new ArchiveGap('has no list of its files');
}
