import { errors } from './errors.ts';

/** One entry as the archive has it. */
export interface ArchiveEntry {
  readonly path: string;
  readonly typeFlag: string;
  readonly mode: number;
  readonly target: string;
  readonly data: Buffer;
}

const blockSize = 512;

/**
 * The entries of a tar archive (POSIX ustar with pax headers, GNU long names). Bounded by the archive itself: what claims to be longer than the rest of it is
 * refused.
 * @throws CDEV_E_PACKAGE_TARBALL_UNREADABLE
 */
export function* archiveEntries(archive: Buffer): Generator<ArchiveEntry> {
  let extended: Readonly<Record<string, string>> = {};
  let at = 0;
  while (at + blockSize <= archive.length) {
    const header = archive.subarray(at, at + blockSize);
    if (header.every((byte) => byte === 0)) return;
    assertChecksum(header, at);
    const size = extended['size'] === undefined ? numberIn(header, 124, 12) : Number(extended['size']);
    if (!Number.isSafeInteger(size) || size < 0) throw unreadable(`an entry at byte ${at} has no size`);
    const start = at + blockSize;
    if (start + size > archive.length) throw unreadable(`it ends in the middle of an entry, at byte ${archive.length}`);
    const data = archive.subarray(start, start + size);
    const typeFlag = String.fromCharCode(header[156] ?? 0);
    at = start + Math.ceil(size / blockSize) * blockSize;
    if (typeFlag === 'x') extended = { ...extended, ...paxRecords(data) };
    else if (typeFlag === 'L') extended = { ...extended, path: textOf(data) };
    else if (typeFlag === 'K') extended = { ...extended, linkpath: textOf(data) };
    // A global header (git archive writes one) says nothing of a single entry.
    else if (typeFlag !== 'g') {
      yield {
        path: extended['path'] ?? pathIn(header),
        typeFlag,
        mode: numberIn(header, 100, 8) & 0o7777,
        target: extended['linkpath'] ?? textOf(header.subarray(157, 257)),
        data,
      };
      extended = {};
    }
  }
}

/** The sum of all bytes of the header, its own field taken as spaces. */
function assertChecksum(header: Buffer, at: number): void {
  let sum = 8 * 0x20;
  for (let index = 0; index < blockSize; index += 1) if (index < 148 || index >= 156) sum += header[index] ?? 0;
  if (sum !== numberIn(header, 148, 8)) throw unreadable(`the header at byte ${at} is damaged`);
}

/** `11 path=package/a\n`, the first number being the length of the record in bytes. */
function paxRecords(data: Buffer): Record<string, string> {
  const records: [string, string][] = [];
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, space));
    const equals = data.indexOf(0x3d, space);
    if (space < at || !Number.isSafeInteger(length) || length <= 0 || equals < 0 || equals > at + length)
      throw unreadable('an extended header is damaged');
    records.push([data.toString('utf8', space + 1, equals), data.toString('utf8', equals + 1, at + length - 1)]);
    at += length;
  }
  return Object.fromEntries(records);
}

function pathIn(header: Buffer): string {
  const name = textOf(header.subarray(0, 100));
  const isUstar = header.toString('latin1', 257, 262) === 'ustar';
  const prefix = isUstar ? textOf(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal text, or the base-256 form that GNU tar has for large values. */
function numberIn(header: Buffer, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    let value = (field[0] ?? 0) & 0x7f;
    for (const byte of field.subarray(1)) value = value * 256 + byte;
    return value;
  }
  const text = textOf(field).trim();
  return text === '' ? 0 : /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

/** A text ends at its first zero byte. */
function textOf(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

function unreadable(problem: string): Error {
  return errors.make('CDEV_E_PACKAGE_TARBALL_UNREADABLE', { problem });
}
