import { ArchiveGap, type ArchiveEntry } from './archive-entry.ts';
import type { ArchiveRoom } from './archive-room.ts';

const block = 512;

/** True for the head of a tar that says what it is: all but the oldest do. */
export function isTarHead(bytes: Buffer): boolean {
  return bytes[257] === 0x75 && bytes.toString('latin1', 257, 262) === 'ustar';
}

/** True for a tar of any age: its head says so, or has its sum. */
export function isTar(bytes: Buffer): boolean {
  return isTarHead(bytes) || isHead(bytes, 0);
}

/** A file, one that lies in one piece on tape, and one with holes, whose bytes stand there without them. */
const fileTypes = new Set(['0', '\0', '7', 'S']);

/** The files of a tar (ustar and older, with the long names of GNU and pax). @throws ArchiveGap as a zip does. */
export function* readTar(bytes: Buffer, room: ArchiveRoom): Generator<ArchiveEntry> {
  let longPath: string | undefined;
  for (let at = 0; at + block <= bytes.length && bytes[at] !== 0;) {
    const size = Number.parseInt(text(bytes, at + 124, 12), 8);
    if (!Number.isSafeInteger(size) || size < 0 || !isHead(bytes, at))
      throw new ArchiveGap('is broken at one of its headers');
    const type = String.fromCharCode(bytes[at + 156]!);
    const start = at + block + (type === 'S' ? holesSize(bytes, at) : 0);
    const content = bytes.subarray(start, start + size);
    if (content.length < size) throw new ArchiveGap('ends within a file');
    if (type === 'L') longPath = text(content, 0, size);
    else if (type === 'x') longPath = /(?:^|\n)\d+ path=([^\n]*)/.exec(content.toString('utf8'))?.[1];
    else {
      const prefix = isTarHead(bytes.subarray(at)) ? text(bytes, at + 345, 155) : '';
      const path = longPath ?? `${prefix === '' || type === 'S' ? '' : `${prefix}/`}${text(bytes, at, 100)}`;
      longPath = undefined;
      if (fileTypes.has(type)) {
        room.count();
        if (size <= room.entry) yield { path, bytes: content };
        else room.leaveOut(path, `is larger than ${room.entry / 1e6} MB`);
      }
    }
    at = start + Math.ceil(size / block) * block;
  }
}

/** The sum of its bytes stands in each header, counted as if there were blanks in its place. */
function isHead(bytes: Buffer, at: number): boolean {
  if (at + block > bytes.length || bytes[at] === 0) return false;
  let sum = 8 * 32;
  for (let each = at; each < at + block; each += 1) if (each < at + 148 || each >= at + 156) sum += bytes[each]!;
  return Number.parseInt(text(bytes, at + 148, 8), 8) === sum;
}

/** Where many holes are, it is told in further blocks. */
function holesSize(bytes: Buffer, at: number): number {
  let size = 0;
  for (let goesOn = bytes[at + 482] === 1; goesOn; goesOn = bytes[at + size + 504] === 1) size += block;
  return size;
}

function text(bytes: Buffer, from: number, length: number): string {
  const end = bytes.indexOf(0, from);
  return bytes.toString('utf8', from, end >= 0 && end < from + length ? end : from + length).trim();
}
