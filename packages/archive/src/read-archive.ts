import { gunzipSync } from 'node:zlib';
import { ArchiveGap, usualLimits, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';
import { ArchiveRoom } from './archive-room.ts';
import { bytesOf } from './byte-source.ts';
import { isTar, isTarHead, readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import { hasZipList } from './zip-entries.ts';

const endings = new Set(
  (
    'zip jar war ear aar whl egg nupkg snupkg vsix xpi crx apk aab ipa pex epub docx xlsx pptx odt ods odp ' +
    'tar tgz gz gem crate'
  ).split(' '),
);

/** A larger archive is not read: it is told. */
export const largestArchive = 64_000_000;

/** So many archives within each other are opened. */
const deepest = 3;

/** What stands after the last dot of a path, in lower case; empty where it has none. Asked for every file, without an expression. */
export function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1).toLowerCase();
}

/** True for a path whose bytes hold files. */
export function isArchive(path: string): boolean {
  return endings.has(endingOf(path));
}

type Form = 'zip' | 'gzip' | 'tar';

/** True for what begins as an archive does, whatever it is called. Asked of every file: four bytes decide. */
export function beginsAsArchive(bytes: Buffer): boolean {
  return headForm(bytes) !== undefined;
}

/** True where `readArchive` has something to read: what a path promises may be a text, and a program may stand before a zip. */
export function holdsFiles(path: string, bytes: Buffer): boolean {
  return formOf(path, bytes) !== undefined;
}

function headForm(bytes: Buffer): Form | undefined {
  if (bytes.length < 22) return undefined;
  const first = bytes[0]!;
  if (first === 0x50 && bytes.readUInt32BE(0) === 0x50_4b_03_04) return 'zip';
  // Of the methods of compression a gzip has one.
  if (first === 0x1f && bytes[1] === 0x8b && bytes[2] === 8) return 'gzip';
  return isTarHead(bytes) ? 'tar' : undefined;
}

function formOf(path: string, bytes: Buffer): Form | undefined {
  const form = headForm(bytes);
  if (form !== undefined || !isArchive(path) || bytes.length < 22) return form;
  if (isTar(bytes)) return 'tar';
  return hasZipList(bytesOf(bytes)) ? 'zip' : undefined;
}

/**
 * The files in an archive, as what its first bytes say it is, then those in archives within. Nothing comes from what is none.
 * @throws ArchiveGap what was not read, and why; what could be read was given before
 */
export function* readArchive(
  path: string,
  bytes: Buffer,
  limits: ArchiveLimits = usualLimits,
): Generator<ArchiveEntry> {
  const room = new ArchiveRoom(limits);
  yield* filesIn({ path, bytes }, room, 1);
  if (room.gap !== undefined) throw room.gap;
}

function* filesIn({ path, bytes }: ArchiveEntry, room: ArchiveRoom, depth: number): Generator<ArchiveEntry> {
  const inner: ArchiveEntry[] = [];
  for (const entry of entriesOf(path, bytes, room))
    if (formOf(entry.path, entry.bytes) === undefined) yield entry;
    else if (depth < deepest) inner.push(entry);
    else room.leaveOut(entry.path, `lies in more than ${deepest} archives`);
  // Last: they may use up what all may cost.
  for (const entry of inner)
    try {
      for (const each of filesIn(entry, room, depth + 1)) yield { ...each, path: `${entry.path}/${each.path}` };
    } catch (error) {
      if (!(error instanceof ArchiveGap)) throw error;
      room.leaveOut(entry.path, error.message);
    }
}

function* entriesOf(path: string, bytes: Buffer, room: ArchiveRoom): Generator<ArchiveEntry> {
  const form = formOf(path, bytes);
  if (form === 'zip') yield* readZip(bytes, room);
  else if (form === 'tar') yield* readTar(bytes, room);
  else if (form === 'gzip') {
    const content = gunzipped(bytes, room);
    if (isTar(content)) yield* readTar(content, room);
    else yield { path: (path.split('/').at(-1) ?? path).replace(/\.gz$/i, ''), bytes: content };
  }
}

function gunzipped(bytes: Buffer, room: ArchiveRoom): Buffer {
  try {
    const content = gunzipSync(bytes, { maxOutputLength: Math.max(1, room.left) });
    room.take(content.length);
    return content;
  } catch (cause) {
    if (cause instanceof ArchiveGap) throw cause;
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw isLarge ? room.tooLarge() : new ArchiveGap('is broken', { cause });
  }
}
