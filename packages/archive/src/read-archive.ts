import { gunzipSync } from 'node:zlib';
import { ArchiveGap, usualLimits, type ArchiveEntry, type ArchiveLimits } from './archive-entry.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

const endings = new Set('zip jar war ear aar whl nupkg vsix xpi apk docx xlsx pptx odt tar tgz gz'.split(' '));

/** A larger archive is not read: it is told. */
export const largestArchive = 64_000_000;

/** What stands after the last dot of a path, in lower case; empty where it has none. Asked for every file, without an expression. */
export function endingOf(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot < 0 ? '' : path.slice(dot + 1).toLowerCase();
}

/** True for a path whose bytes hold files. */
export function isArchive(path: string): boolean {
  return endings.has(endingOf(path));
}

/** The files in an archive, as what its first bytes say it is. Nothing comes from what is none. @throws ArchiveGap */
export function* readArchive(
  path: string,
  bytes: Buffer,
  limits: ArchiveLimits = usualLimits,
): Generator<ArchiveEntry> {
  if (bytes.length < 22) return;
  const first = bytes.readUInt32BE(0);
  if (first === 0x50_4b_03_04) yield* readZip(bytes, limits);
  else if (first >>> 16 === 0x1f_8b) {
    const content = gunzipped(bytes, limits.all);
    if (isTar(content)) yield* readTar(content, limits);
    else yield { path: (path.split('/').at(-1) ?? path).replace(/\.gz$/i, ''), bytes: content };
  } else if (isTar(bytes)) yield* readTar(bytes, limits);
}

function isTar(bytes: Buffer): boolean {
  return bytes.toString('latin1', 257, 262) === 'ustar';
}

function gunzipped(bytes: Buffer, most: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: most });
  } catch (cause) {
    const isLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ArchiveGap(isLarge ? `unpacks to more than ${most / 1e6} MB` : 'is broken', { cause });
  }
}
