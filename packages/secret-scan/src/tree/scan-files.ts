import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { isCdevError } from '@cdev/core/errors';
import { beginsAsArchive, endingOf, isArchive, largestArchive } from '@cdev/archive';
import type { SecretFinding } from '../finding.ts';
import { scanContent, scanText, type ScanTextOptions } from '../scan-text.ts';
import { folderPrefix } from './folder-prefix.ts';
import { unopened, type SkippedFile } from './unopened.ts';

export type { SkippedFile };

export interface FileScan {
  readonly findings: readonly SecretFinding[];
  readonly skipped: readonly SkippedFile[];
  /** Files that were read, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** Formats of pictures, sound and films, and others whose bytes are compressed: nothing that stands in them can be read there. */
const opaque = new Set(
  (
    'png jpg jpeg gif webp avif bmp ico icns tif tiff psd woff woff2 ttf otf eot mp3 mp4 m4a m4v mov avi mkv webm ogg wav flac pdf ' +
    'pack idx rev br onnx parquet'
  ).split(' '),
);
/** Archives that nothing here can unpack: what is in them is not known. */
const packed = new Set('7z rar xz txz bz2 tbz2 zst tzst lz4 cab'.split(' '));

/** True for a path whose bytes are never text. */
export function isOpaque(path: string): boolean {
  const ending = endingOf(path);
  return opaque.has(ending) || packed.has(ending);
}

/** Why nothing is known of what stands in a file of that path; undefined for one that holds nothing that could be read. */
export function unknownForm(path: string): string | undefined {
  const ending = endingOf(path);
  return packed.has(ending) ? `is packed in a form that is not read here (${ending})` : undefined;
}

/** A larger file is read in pieces, each of which begins with the end of the one before. */
const piece = 8_000_000;
const overlap = 64_000;

let buffer = Buffer.allocUnsafeSlow(256 * 1024);

/**
 * Scans files one after the other with one buffer, without waiting: as a step of a worker. Never throws for a file.
 * @throws CDEV_E_SECRET_SCAN_RULE_TOO_SLOW
 */
export function scanFiles(root: string, paths: readonly string[], options: ScanTextOptions = {}): FileScan {
  const folder = folderPrefix(root);
  const findings: SecretFinding[] = [];
  const skipped: SkippedFile[] = [];
  let files = 0;
  let bytes = 0;
  let current = '';
  const telling = { ...options, onGap: (reason: string): unknown => skipped.push({ path: current, reason }) };
  for (const path of paths) {
    current = path;
    if (isOpaque(path)) {
      const reason = unknownForm(path);
      if (reason !== undefined && isThere(folder + path)) skipped.push({ path, reason });
      continue;
    }
    try {
      bytes += isArchive(path)
        ? scanArchiveFile(folder, path, telling, findings)
        : scanFile(folder, path, telling, findings);
      files += 1;
    } catch (error) {
      if (isCdevError(error, 'CDEV_E_SECRET_SCAN_RULE_TOO_SLOW')) throw error;
      const { code = '' } = error as NodeJS.ErrnoException;
      // Links lead to files that are scanned where they are, or to none; folders are submodules that are not there.
      const isGone = code === 'ENOENT' && !path.includes('\uFFFD');
      if (code === 'ELOOP' || code === 'EISDIR' || isGone || code === 'ENXIO' || code === 'EMLINK') continue;
      skipped.push({ path, reason: unopened(path, error) });
    }
  }
  return { findings, skipped, files, bytes };
}

/** A file, and not a folder or a link. */
function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** An archive is read whole: its list of files stands at its end. */
function scanArchiveFile(folder: string, path: string, options: ScanTextOptions, findings: SecretFinding[]): number {
  const file = openSync(folder + path, flags);
  try {
    const { size } = fstatSync(file);
    if (size > largestArchive) {
      options.onGap?.(`is larger than ${largestArchive / 1e6} MB: the files in it were not read`);
      return 0;
    }
    const bytes = readFileSync(file);
    findings.push(...scanText({ path, bytes }, options));
    return size;
  } finally {
    closeSync(file);
  }
}

function scanFile(folder: string, path: string, options: ScanTextOptions, findings: SecretFinding[]): number {
  const file = openSync(folder + path, flags);
  try {
    let length = 0;
    for (;;) {
      if (length === buffer.length) {
        if (length >= piece) break;
        const larger = Buffer.allocUnsafeSlow(Math.min(piece, length * 4));
        buffer.copy(larger);
        buffer = larger;
      }
      const count = readSync(file, buffer, length, buffer.length - length, null);
      length += count;
      // A regular file gives all there is at once.
      if (count === 0 || length < buffer.length) break;
    }
    if (length < piece) {
      findings.push(...scanText({ path, bytes: buffer.subarray(0, length) }, options));
      return length;
    }
    if (beginsAsArchive(buffer)) return scanArchiveFile(folder, path, options, findings);
    return scanPieces(file, path, options, findings);
  } finally {
    closeSync(file);
  }
}

/** `buffer` is full with the first piece. */
function scanPieces(file: number, path: string, options: ScanTextOptions, findings: SecretFinding[]): number {
  let offset = 0;
  let line = 0;
  let length = buffer.length;
  const seen = new Set<string>();
  for (;;) {
    const content = buffer.subarray(0, length);
    for (const finding of scanContent({ path, bytes: content }, options)) {
      const key = `${finding.ruleId} ${offset + finding.offset}`;
      if (seen.has(key)) continue;
      seen.add(key);
      findings.push({
        ...finding,
        offset: offset + finding.offset,
        line: line + finding.line,
        endLine: line + finding.endLine,
      });
    }
    const kept = Math.min(overlap, length);
    line += lineFeeds(content.subarray(0, length - kept));
    offset += length - kept;
    buffer.copyWithin(0, length - kept, length);
    const count = readSync(file, buffer, kept, buffer.length - kept, null);
    if (count === 0) return offset + kept;
    length = kept + count;
  }
}

function lineFeeds(content: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(10); at >= 0; at = content.indexOf(10, at + 1)) count += 1;
  return count;
}
